//! How a story is shown: its headings, its lines as they are said, its
//! picture.

use std::io::{self, IsTerminal, stdout};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use unicode_width::UnicodeWidthStr;
use workbench::explore::Table;
use workbench::trace::render::{Terminal, terminal, words};
use workbench::trace::{ObjectKind, State, Trace, What};

use crate::args::{Look, View};
use crate::labs::{Lab, Line, Mood};
use crate::output;
use crate::stream;
use crate::wrap::wrap;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RIGHT: Style = AnsiColor::Green.on_default();
pub(crate) const WRONG: Style = AnsiColor::Red.on_default().bold();

/// Columns in front of everything that belongs to a variant.
const INDENT: &str = "   ";

/// Sentences about a run where there is no picture, at most.
const SENTENCES: usize = 12;

/// What of a run is shown, and how.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    view: Option<View>,
    plain: bool,
    color: bool,
    width: usize,
    terminal: Terminal,
    /// Whether the run goes on when nobody reads any more.
    deaf: bool,
}

impl Screen {
    /// With words and nothing else.
    pub(crate) fn of_words(plain: bool) -> Self {
        Self::new(&Look { view: None, all: false, plain }, false)
    }

    /// `deaf` goes on when nobody reads any more: the run is being saved.
    pub(crate) fn new(look: &Look, deaf: bool) -> Self {
        let color = output::color(look.plain);
        let width = output::width();
        let mut terminal = Terminal {
            width: width - INDENT.len(),
            color,
            ascii: look.plain,
            ..Terminal::default()
        };
        if look.all {
            terminal.lanes = usize::MAX;
        }
        let (view, plain) = (look.view, look.plain);
        Self { view, plain, color, width, terminal, deaf }
    }

    /// Leaves room for bars, where there are words and somebody to see them.
    pub(crate) fn allow_bars(&self) {
        if self.speaks() && stdout().is_terminal() {
            output::allow_bars();
        }
    }

    /// Whether there are words, and not only a picture or data.
    pub(crate) fn speaks(&self) -> bool {
        matches!(self.view, None | Some(View::Text | View::Stream))
    }

    /// Whether a page is told what happens, as it comes.
    pub(crate) fn streams(&self) -> bool {
        self.view == Some(View::Stream)
    }

    /// The lab's title, and where the course notes have it.
    pub(crate) fn lab(&self, lab: &Lab) -> Result<()> {
        let notes = lab.notes.map(|n| format!("(notes {n})"));
        self.title(&format!("{} · {}", lab.name, lab.title), notes)
    }

    pub(crate) fn title(
        &self,
        title: &str,
        notes: Option<String>,
    ) -> Result<()> {
        if matches!(self.view, Some(View::Json | View::Stream)) {
            return Ok(());
        }
        let notes = notes.unwrap_or_default();
        let taken = title.width() + notes.width();
        let gap = self.width.min(80).saturating_sub(taken).max(1);
        let title = self.paint(title, BOLD);
        let notes = self.paint(&notes, DIM);
        self.print(&format!("{title}{}{notes}", " ".repeat(gap)))
    }

    /// A heading inside a lab, with an empty line before it.
    pub(crate) fn heading(&self, text: &str) -> Result<()> {
        match self.view {
            Some(View::Json) => return Ok(()),
            Some(View::Stream) => return stream::say("heading", &text),
            _ => {}
        }
        self.print("")?;
        self.print(&self.paint(text, BOLD))
    }

    /// A heading of what another program says.
    pub(crate) fn rival(&self, text: &str) -> Result<()> {
        match self.streams() {
            true => stream::say("rival", &text),
            false => self.heading(text),
        }
    }

    /// Columns of a line.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Whether there is to be nothing but ASCII.
    pub(crate) fn plain(&self) -> bool {
        self.plain
    }

    /// What is asked to be seen.
    pub(crate) fn view(&self) -> Option<View> {
        self.view
    }

    /// A verdict, in its colour.
    pub(crate) fn result(&self, text: &str, is_good: bool) -> Result<()> {
        let style = if is_good { RIGHT } else { WRONG };
        for line in text.lines() {
            self.print(&self.paint(line, style))?;
        }
        Ok(())
    }

    /// How to draw a table of at most so many lines.
    pub(crate) fn rows(&self, lines: usize) -> Table {
        Table { width: self.width, lines, ascii: self.plain }
    }

    /// What another program has said, with its colours and its lines.
    pub(crate) fn as_it_is(&self, text: &str) -> Result<()> {
        let line = |line: &str| match self.color {
            true => output::one_painted_line(line) + "\n",
            false => output::one_line(line) + "\n",
        };
        self.write(&text.lines().map(line).collect::<String>())
    }

    /// A table, whose first line names its columns.
    pub(crate) fn table(&self, table: &str) -> Result<()> {
        for (at, line) in table.lines().enumerate() {
            // A list has no such line: its first one is numbered.
            let names = at == 0 && line.starts_with("      ");
            let style = if names { BOLD } else { Style::new() };
            self.print(&self.paint(line, style))?;
        }
        Ok(())
    }

    /// A line that somebody says while the story runs.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn line(&self, line: &Line) -> Result<()> {
        if !self.speaks() {
            return Ok(());
        }
        if self.streams() {
            return stream::say("story", line);
        }
        let result = match line.mood {
            Mood::Said => {
                return self.said(line.at.as_secs_f64(), &line.who, &line.text);
            }
            Mood::Right => RIGHT,
            Mood::Wrong => WRONG,
        };
        for text in line.text.lines() {
            let text = self.paint(text, result);
            self.print(&format!("{INDENT}{text}"))?;
        }
        Ok(())
    }

    fn said(&self, at: f64, who: &str, text: &str) -> Result<()> {
        let at = self.paint(&format!("{at:6.2} s"), DIM);
        for text in text.lines() {
            self.print(&format!("{at}  {who:10} {text}"))?;
        }
        Ok(())
    }

    /// What was said in a run that is over.
    pub(crate) fn notes(&self, trace: &Trace) -> Result<()> {
        if !self.speaks() {
            return Ok(());
        }
        for event in &trace.events {
            if let What::Note { text } = &event.what {
                let who = &trace.lanes[event.lane as usize].name;
                self.said(event.time as f64 / 1e9, who, text)?;
            }
        }
        Ok(())
    }

    /// What is drawn when a variant has ended.
    pub(crate) fn trace(&self, trace: &Trace) -> Result<()> {
        match self.view {
            Some(View::Json) => self.write(&trace.to_json()),
            Some(View::Stream) => stream::say_trace(trace),
            Some(View::Text) => {
                for line in words::summary(trace, &trace.spans(), SENTENCES) {
                    self.print(&format!("{INDENT}{line}"))?;
                }
                Ok(())
            }
            None if alone(trace) => Ok(()),
            Some(View::Timeline) | None => {
                for line in terminal(trace, &self.terminal).lines() {
                    self.print(&format!("{INDENT}{line}"))?;
                }
                Ok(())
            }
        }
    }

    /// The questions that the lab leaves open.
    pub(crate) fn next(&self, lab: &Lab) -> Result<()> {
        if self.view.is_some() || lab.next.is_empty() {
            return Ok(());
        }
        self.print("")?;
        let width = lab.next.iter().map(|(ask, _)| ask.width()).max();
        let width = width.unwrap_or(0);
        for (question, command) in lab.next {
            self.print(&format!("{question:width$}  {command}"))?;
        }
        Ok(())
    }

    /// A line of its own for a remark of the command itself.
    pub(crate) fn remark(&self, text: &str) -> Result<()> {
        if !self.speaks() {
            return Ok(());
        }
        if self.streams() {
            return stream::say("remark", &text);
        }
        self.print(&format!("{INDENT}{}", self.paint(text, DIM)))
    }

    /// A line of another program.
    pub(crate) fn quote(&self, text: &str) -> Result<()> {
        if self.streams() {
            return stream::say("quote", &text);
        }
        self.print(&format!("{INDENT}{text}"))
    }

    pub(crate) fn paint(&self, text: &str, style: Style) -> String {
        match self.color && !text.is_empty() {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    /// One line, in pieces where it is too wide.
    pub(crate) fn print(&self, line: &str) -> Result<()> {
        let line = match self.color {
            true => output::one_painted_line(line.trim_end()),
            false => output::one_line(line.trim_end()),
        };
        let line = if self.plain { plain(&line) } else { line };
        let hang = line.len() - line.trim_start().len() + 2;
        let mut pieces = wrap(&line, self.width, hang).join("\n");
        pieces.push('\n');
        self.write(&pieces)
    }

    fn write(&self, lines: &str) -> Result<()> {
        match output::write(lines) {
            Err(gone)
                if self.deaf && gone.kind() == io::ErrorKind::BrokenPipe =>
            {
                Ok(())
            }
            done => Ok(done?),
        }
    }
}

/// Whether one thread did something by itself, and nothing but run: there is
/// nothing to see then.
fn alone(trace: &Trace) -> bool {
    trace.lanes.len() == 1
        && trace.objects.iter().all(|it| it.kind == ObjectKind::Lane)
        && trace.spans().iter().all(|span| span.state == State::Run)
}

/// What the labs and drawings say, in nothing but ASCII.
pub(crate) fn plain(line: &str) -> String {
    let mut ascii = String::with_capacity(line.len());
    for letter in line.chars() {
        let words = match letter {
            ' '..='~' => {
                ascii.push(letter);
                continue;
            }
            '▸' => ":",
            '→' => "->",
            '←' => "<-",
            '·' | '–' | '—' => "-",
            '…' => "...",
            '×' => "x",
            '≤' => "<=",
            '≥' => ">=",
            'µ' => "u",
            '█' => "#",
            _ => "?",
        };
        ascii.push_str(words);
    }
    ascii
}
