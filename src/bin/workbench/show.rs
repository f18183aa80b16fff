//! How a story is shown: its headings, its lines as they are said, its
//! picture.

use std::io::{Write, stdout};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use workbench::trace::render::{Terminal, terminal};
use workbench::trace::{ObjectKind, State, Trace};

use crate::args::{self, View};
use crate::labs::{Lab, Line, Mood, Variant};
use crate::output;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RIGHT: Style = AnsiColor::Green.on_default();
const WRONG: Style = AnsiColor::Red.on_default().bold();

/// What of a run is shown, and how.
#[derive(Clone, Copy)]
pub(crate) struct Show {
    view: Option<View>,
    plain: bool,
    color: bool,
    terminal: Terminal,
}

impl Show {
    pub(crate) fn new(args: &args::Lab) -> Self {
        let color = output::color(args.plain);
        let mut terminal = Terminal {
            width: output::width() - INDENT.len(),
            color,
            ascii: args.plain,
            ..Terminal::default()
        };
        if args.all {
            terminal.lanes = usize::MAX;
        }
        Self { view: args.view, plain: args.plain, color, terminal }
    }

    pub(crate) fn lab(&self, lab: &Lab) -> Result<()> {
        if self.view == Some(View::Json) {
            return Ok(());
        }
        let notes = lab.notes.map(|n| format!("(notes {n})"));
        let head = format!("{} · {}", lab.name, lab.title);
        let gap = output::width().min(80).saturating_sub(
            head.chars().count() + notes.as_ref().map_or(0, String::len),
        );
        let notes = format!("{}{}", " ".repeat(gap), notes.unwrap_or_default());
        self.print(&format!(
            "{}{}",
            self.paint(&head, BOLD),
            self.paint(notes.trim_end(), DIM)
        ))
    }

    pub(crate) fn variant(&self, number: usize, it: &Variant) -> Result<()> {
        if self.view == Some(View::Json) {
            return Ok(());
        }
        self.print("")?;
        let head = format!("{number}. {}: {}", it.name, it.title);
        self.print(&self.paint(&head, BOLD))
    }

    /// A line that somebody says while the story runs. A reader who has gone
    /// is noticed at the next heading.
    pub(crate) fn line(&self, line: &Line) {
        if matches!(self.view, Some(View::Json | View::Timeline)) {
            return;
        }
        let text = match line.mood {
            Mood::Said => {
                let at = format!("{:6.2} s", line.at.as_secs_f64());
                format!(
                    "{}  {:10} {}",
                    self.paint(&at, DIM),
                    line.who,
                    line.text
                )
            }
            Mood::Right => format!("{INDENT}{}", self.paint(&line.text, RIGHT)),
            Mood::Wrong => format!("{INDENT}{}", self.paint(&line.text, WRONG)),
        };
        let _ = self.print(&text);
    }

    /// What is drawn when a variant has ended.
    pub(crate) fn trace(&self, trace: &Trace) -> Result<()> {
        match self.view {
            Some(View::Json) => {
                stdout().lock().write_all(trace.to_json().as_bytes())?;
            }
            Some(View::Text) => {
                let words = workbench::trace::render::words::summary;
                for line in words(trace, &trace.spans(), 12) {
                    self.print(&format!("{INDENT}{line}"))?;
                }
            }
            None if nothing_to_draw(trace) => {}
            Some(View::Timeline) | None => {
                for line in terminal(trace, &self.terminal).lines() {
                    self.print(&format!("{INDENT}{line}"))?;
                }
            }
        }
        Ok(())
    }

    /// The questions that the lab leaves open.
    pub(crate) fn next(&self, lab: &Lab) -> Result<()> {
        if self.view.is_some() || lab.next.is_empty() {
            return Ok(());
        }
        self.print("")?;
        let width = lab.next.iter().map(|(ask, _)| ask.chars().count()).max();
        let width = width.unwrap_or(0);
        for (question, command) in lab.next {
            self.print(&format!("{question:width$}  {command}"))?;
        }
        Ok(())
    }

    /// A line of its own for a remark of the command itself.
    pub(crate) fn remark(&self, text: &str) -> Result<()> {
        if matches!(self.view, Some(View::Json | View::Timeline)) {
            return Ok(());
        }
        self.print(&format!("{INDENT}{}", self.paint(text, DIM)))
    }

    fn paint(&self, text: &str, style: Style) -> String {
        match self.color {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    /// One whole line in one write: lines of two threads never mix.
    fn print(&self, line: &str) -> Result<()> {
        let mut line = format!("{}\n", line.trim_end());
        if self.plain {
            line = plain(&line);
        }
        stdout().lock().write_all(line.as_bytes())?;
        Ok(())
    }
}

/// Columns in front of everything that belongs to a variant.
const INDENT: &str = "   ";

fn plain(line: &str) -> String {
    line.replace('▸', ":").replace('→', "->").replace('·', "-")
}

/// Whether one thread did something alone: there is nothing to see then.
fn nothing_to_draw(trace: &Trace) -> bool {
    trace.lanes.len() == 1
        && trace.objects.iter().all(|it| it.kind == ObjectKind::Lane)
        && trace.spans().iter().all(|span| span.state == State::Run)
}
