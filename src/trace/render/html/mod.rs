//! The timeline to step through: one HTML file that needs nothing else.
//!
//! It has in it the component of `web/timeline.js` and the runs as JSON
//! Lines. Where scripts do not run there is the picture that stands still.
//! A policy in its first lines keeps the page from the network.

mod script;

use std::borrow::Cow;
use std::fmt::Write;

use super::svg::escaped;
use super::{Svg, svg};
use crate::trace::{End, Outcome, Trace};

/// Events of a run that a page has in it, at most; the page says how many
/// more there were. A browser opens so many in about a second.
const EVENTS: usize = 100_000;

const STYLE: &str = include_str!("../../../../web/saved.css");

/// What the page may do: run what is in it, and load nothing.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; \
                      style-src 'unsafe-inline'";

/// Draws these runs, one below the other, as a page on its own.
#[must_use]
pub fn html(traces: &[Trace]) -> String {
    let runs: String = traces.iter().map(run).collect();
    let still = svg(traces, &Svg::default());
    let title = escaped(title(traces));
    let script = script::whole();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <main>\n<h1>{title}</h1>\n{runs}<noscript>\n{still}</noscript>\n\
         </main>\n<script type=\"module\">\n{script}</script>\n</body>\n\
         </html>\n"
    )
}

/// What all runs are of.
fn title(traces: &[Trace]) -> &str {
    let lab = traces.first().map_or("", |trace| &*trace.run.lab);
    if lab.is_empty() { "workbench" } else { lab }
}

fn run(trace: &Trace) -> String {
    let (kept, left) = first(trace, EVENTS);
    let mut text = String::from("<section>\n<wb-timeline");
    if left > 0 {
        let _ = write!(text, " left-out=\"{left}\"");
    }
    // Inside of JSON's texts alone can there be one of these: as an escape it
    // begins neither a tag nor a comment.
    let lines = kept.to_json().replace('<', "\\u003c");
    text += "></wb-timeline>\n<script type=\"application/x-workbench-trace\">";
    text += "\n";
    text += &lines;
    text += "</script>\n</section>\n";
    text
}

/// The first events of a trace, and how many more there are.
fn first(trace: &Trace, most: usize) -> (Cow<'_, Trace>, usize) {
    let left = trace.events.len().saturating_sub(most);
    if left == 0 {
        return (Cow::Borrowed(trace), 0);
    }
    let events = trace.events[..most].to_vec();
    let end = End {
        // How the run ended is not in these.
        outcome: Outcome::Cut,
        time: events.last().map_or(0, |event| event.time),
        events: most as u64,
        dropped: trace.end.dropped,
    };
    let (run, lanes) = (trace.run.clone(), trace.lanes.clone());
    let objects = trace.objects.clone();
    (Cow::Owned(Trace { run, lanes, objects, events, end }), left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_and_the_rest_is_a_trace() {
        let ((), trace) = crate::trace::record(|| {
            (0..10).for_each(|_| crate::trace::note("hello"));
        });
        let (kept, left) = first(&trace, 4);
        assert_eq!(left, trace.events.len() - 4);
        assert_eq!(kept.events, trace.events[..4]);
        assert_eq!(kept.end.outcome, Outcome::Cut);
        assert_eq!(Trace::from_json(&kept.to_json()), Ok(kept.into_owned()));
    }

    #[test]
    fn nothing_is_left_out_of_a_short_run() {
        let ((), trace) = crate::trace::record(|| crate::trace::note("hello"));
        assert_eq!(first(&trace, EVENTS), (Cow::Borrowed(&trace), 0));
    }
}
