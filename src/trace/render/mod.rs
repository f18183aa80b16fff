//! Drawings of a trace.
//!
//! Every drawing says the same: a bar for what a lane is doing, a thin bar
//! for what it holds, and a word for every colour. [`words`] has the
//! sentences that all of them share.

mod cells;
mod palette;
mod perfetto;
mod scale;
mod svg;
mod terminal;
pub mod words;

pub use perfetto::perfetto;
pub use scale::Axis;
pub use svg::{Svg, svg};
pub use terminal::{Terminal, terminal};

use super::event::{Object, ObjectKind, Trace};

/// By object: whether it is in the foreground, because somebody named it or
/// nobody named anything. Lanes are named by the library.
fn foreground(trace: &Trace) -> Vec<bool> {
    let own = |it: &&Object| it.kind != ObjectKind::Lane;
    let any = trace.objects.iter().filter(own).any(|it| it.named);
    trace.objects.iter().map(|it| it.named || !any).collect()
}
