//! The words inside the picture: what is waited for, the values of variables,
//! the items of queues, and the signals.

use unicode_width::UnicodeWidthStr;

use super::Picture;
use crate::trace::render::cells::Cells;
use crate::trace::render::palette::{BOLD, style};
use crate::trace::{Event, ObjectKind, What};

/// Values that are read and written in one lane, at most, to be spelled out.
const VALUES: usize = 4;

impl Picture<'_> {
    /// Writes what a lane waits for into the wait, where there is room.
    pub(super) fn label_states(&self, cells: &mut Cells, lane: u32) {
        for span in self.spans(lane) {
            let Some(id) = span.object else { continue };
            let object = &self.trace.objects[id as usize];
            let long = match object.kind {
                ObjectKind::Lane => format!(" joins {} ", object.name),
                _ => format!(" waits for {} ", object.name),
            };
            let short = format!(" {} ", object.name);
            let (from, to) = self.columns(span.steps, span.times);
            for label in [long, short] {
                if label.width() + 2 <= to - from {
                    cells.write(from + 1, &label, style(span.state));
                    break;
                }
            }
        }
    }

    /// Writes what was read and written beside the moment, if that is little
    /// enough to be read.
    pub(super) fn label_values(&self, cells: &mut Cells, events: &[&Event]) {
        let values: Vec<(usize, String)> = events
            .iter()
            .filter_map(|event| {
                let label = self.value(&event.what)?;
                Some((self.scale.column((event.step, event.time)), label))
            })
            .collect();
        if values.len() > VALUES {
            return;
        }
        for (column, label) in values {
            let spaced = format!(" {label} ");
            if !cells.write(column + 1, &spaced, BOLD) {
                cells.write(column + 1, spaced.trim_end(), BOLD);
            }
        }
    }

    /// `read 100`; where there are several variables, `read left 100`.
    fn value(&self, what: &What) -> Option<String> {
        let (verb, object, value) = match what {
            What::Read { object, value } => ("read", *object, value),
            What::Write { object, value } => ("write", *object, value),
            _ => return None,
        };
        let variables = self.trace.objects.iter().zip(&self.shown);
        let variables = variables.filter(|(object, shown)| {
            **shown && object.kind == ObjectKind::Variable
        });
        let name = &self.trace.objects[object as usize].name;
        self.shown[object as usize].then(|| match variables.count() {
            1 => format!("{verb} {value}"),
            _ => format!("{verb} {name} {value}"),
        })
    }

    /// Writes what was put, taken and signalled at its moment, or before it
    /// where there is no room behind, or the first letter of it.
    pub(super) fn mark_events(&self, cells: &mut Cells, events: &[&Event]) {
        for event in events {
            if let Some(mark) = self.mark(&event.what) {
                let column = self.scale.column((event.step, event.time));
                let length = mark.width();
                let before = (column + 1).saturating_sub(length);
                let written = cells.write(column, &mark, BOLD)
                    || before > 0 && cells.write(before, &mark, BOLD);
                if !written {
                    let letter: String = mark.chars().take(1).collect();
                    cells.write(column, &letter, BOLD);
                }
            }
        }
    }

    fn mark(&self, what: &What) -> Option<String> {
        let ascii = self.how.ascii;
        match what {
            What::Put { item, .. } if ascii => Some(format!("^{item}")),
            What::Put { item, .. } => Some(format!("↑{item}")),
            What::Get { item, .. } if ascii => Some(format!("v{item}")),
            What::Get { item, .. } => Some(format!("↓{item}")),
            What::Signal { object } if self.shown[*object as usize] => {
                let object = &self.trace.objects[*object as usize];
                let verb = match object.kind {
                    ObjectKind::Event => "sets",
                    ObjectKind::Condvar => "notifies",
                    ObjectKind::Semaphore => "releases",
                    _ => return None,
                };
                Some(format!("*{verb} {}", object.name))
            }
            _ => None,
        }
    }
}
