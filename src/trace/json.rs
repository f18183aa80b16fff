//! A trace as text: JSON Lines, one object a line.
//!
//! The first line of a trace is its `run`, the last its `end`; between them
//! stand `lane`, `object` and `event` lines. A file may hold several traces,
//! one after another: the variants of a lab.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::event::{End, Event, Lane, Object, Run, Trace, What};

/// Name and version of the format, in every `run` line.
const FORMAT: &str = "workbench-trace/1";

/// One line of a file, when it is written.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum LineRef<'a> {
    Run(Header<'a>),
    Lane(&'a Lane),
    Object(&'a Object),
    Event(&'a Event),
    End(&'a End),
}

#[derive(Serialize)]
struct Header<'a> {
    format: &'static str,
    #[serde(flatten)]
    run: &'a Run,
}

/// One line of a file, when it is read.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Run(RunLine),
    Lane(Lane),
    Object(Object),
    Event(Event),
    End(End),
}

#[derive(Deserialize)]
struct RunLine {
    format: String,
    #[serde(flatten)]
    run: Run,
}

/// Why a text is no trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is nothing in it.
    Empty,
    /// A line is not one of this format's.
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends before its `end` line: it was cut.
    Cut {
        /// Lines that are there.
        lines: usize,
    },
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "it is empty"),
            Self::Line { line, reason } => write!(f, "line {line}: {reason}"),
            Self::Cut { lines } => {
                write!(f, "it is cut: no 'end' line after line {lines}")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl Trace {
    /// This trace as JSON Lines.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = header(&self.run);
        text += &body(&self.lanes, &self.objects, &self.events);
        push(&mut text, &LineRef::End(&self.end));
        text
    }

    /// Reads the one trace in `text`; of several, the first.
    ///
    /// # Errors
    ///
    /// If `text` is not a whole trace of this format; see [`ReadError`].
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        Self::all_from_json(text).map(|mut traces| traces.swap_remove(0))
    }

    /// Reads every trace in `text`; there is at least one.
    ///
    /// # Errors
    ///
    /// If `text` is not one or more whole traces; see [`ReadError`].
    pub fn all_from_json(text: &str) -> Result<Vec<Self>, ReadError> {
        let mut traces = Vec::new();
        let mut open: Option<Trace> = None;
        let mut lines = 0;
        for (line, number) in text.lines().zip(1..) {
            lines = number;
            if line.trim().is_empty() {
                continue;
            }
            read_line(line, &mut open, &mut traces)
                .map_err(|reason| ReadError::Line { line: number, reason })?;
        }
        match open {
            Some(_) => Err(ReadError::Cut { lines }),
            None if traces.is_empty() => Err(ReadError::Empty),
            None => Ok(traces),
        }
    }
}

/// The first line.
pub(super) fn header(run: &Run) -> String {
    let mut text = String::new();
    push(&mut text, &LineRef::Run(Header { format: FORMAT, run }));
    text
}

/// The lines between the first and the last.
pub(super) fn body(
    lanes: &[Lane],
    objects: &[Object],
    events: &[Event],
) -> String {
    let mut text = String::new();
    lanes.iter().for_each(|lane| push(&mut text, &LineRef::Lane(lane)));
    objects.iter().for_each(|it| push(&mut text, &LineRef::Object(it)));
    events.iter().for_each(|event| push(&mut text, &LineRef::Event(event)));
    text
}

fn push(text: &mut String, line: &LineRef<'_>) {
    let line = serde_json::to_string(line);
    let line = line.expect("a trace has no map with odd keys");
    let _ = writeln!(text, "{line}");
}

/// Adds one line to the trace that is open, or opens or closes one.
fn read_line(
    line: &str,
    open: &mut Option<Trace>,
    traces: &mut Vec<Trace>,
) -> Result<(), String> {
    let line = parse(line)?;
    let Some(trace) = open else {
        let Line::Run(RunLine { format, run }) = line else {
            return Err("a trace begins with a 'run' line".into());
        };
        if format != FORMAT {
            return Err(format!("the format is '{format}', not '{FORMAT}'"));
        }
        let end = End {
            outcome: super::Outcome::Cut,
            time: 0,
            events: 0,
            dropped: 0,
        };
        let (lanes, objects, events) = Default::default();
        *open = Some(Trace { run, lanes, objects, events, end });
        return Ok(());
    };
    check(&line, trace)?;
    match line {
        Line::Run(_) => return Err("a second 'run' before an 'end'".into()),
        Line::Lane(lane) => trace.lanes.push(lane),
        Line::Object(object) => trace.objects.push(object),
        Line::Event(event) => trace.events.push(event),
        Line::End(end) => {
            trace.end = end;
            traces.extend(open.take());
        }
    }
    Ok(())
}

fn parse(line: &str) -> Result<Line, String> {
    serde_json::from_str(line).map_err(|why| {
        // To serde_json every line is line 1.
        why.to_string().replace(" at line 1 column ", " at column ")
    })
}

/// Whether `line` may follow what is there of `trace`: numbers are in order,
/// times go up, and all that it speaks of has come before.
fn check(line: &Line, trace: &Trace) -> Result<(), String> {
    match line {
        Line::Run(_) => Ok(()),
        Line::Lane(lane) => {
            check_next("lane", lane.id, trace.lanes.len())?;
            check_lanes(lane.parent, trace)
        }
        Line::Object(object) => {
            check_next("object", object.id, trace.objects.len())?;
            check_lanes(object.lane, trace)
        }
        Line::Event(event) => {
            check_order(event, trace)?;
            let about = lanes_of(&event.what);
            check_lanes(std::iter::once(event.lane).chain(about), trace)?;
            match objects_of(&event.what)
                .into_iter()
                .find(|object| *object as usize >= trace.objects.len())
            {
                Some(object) => Err(format!("there is no object {object}")),
                None => Ok(()),
            }
        }
        Line::End(end) if end.events != trace.events.len() as u64 => {
            let (said, are) = (end.events, trace.events.len());
            Err(format!("it says {said} events, and there are {are}"))
        }
        Line::End(_) => Ok(()),
    }
}

fn check_next(what: &str, id: u32, next: usize) -> Result<(), String> {
    if id as usize == next {
        Ok(())
    } else {
        Err(format!("{what} {id} stands where {next} should"))
    }
}

fn check_lanes(
    lanes: impl IntoIterator<Item = u32>,
    trace: &Trace,
) -> Result<(), String> {
    let missing = |lane: &u32| *lane as usize >= trace.lanes.len();
    match lanes.into_iter().find(missing) {
        Some(lane) => Err(format!("there is no lane {lane}")),
        None => Ok(()),
    }
}

fn check_order(event: &Event, trace: &Trace) -> Result<(), String> {
    let next = trace.events.len() as u64;
    if event.step != next {
        return Err(format!("step {} stands where {next} should", event.step));
    }
    if let Some(cause) = event.cause.filter(|cause| *cause >= next) {
        return Err(format!("its cause {cause} does not come before it"));
    }
    match trace.events.last() {
        Some(last) if event.time < last.time => {
            let (time, last) = (event.time, last.time);
            Err(format!("its time {time} is before {last}, the last one's"))
        }
        _ => Ok(()),
    }
}

fn lanes_of(what: &What) -> Vec<u32> {
    match what {
        What::Spawn { child } => vec![*child],
        What::Deadlock { waits, .. } => waits
            .iter()
            .flat_map(|wait| std::iter::once(wait.lane).chain(wait.holder))
            .collect(),
        _ => Vec::new(),
    }
}

fn objects_of(what: &What) -> Vec<u32> {
    match what {
        What::State { object, .. } => object.iter().copied().collect(),
        What::Hold { object }
        | What::Release { object }
        | What::Put { object, .. }
        | What::Get { object, .. }
        | What::Read { object, .. }
        | What::Write { object, .. }
        | What::Signal { object } => vec![*object],
        What::Deadlock { waits, .. } => {
            waits.iter().map(|wait| wait.object).collect()
        }
        What::Spawn { .. } | What::Note { .. } | What::Panic { .. } => {
            Vec::new()
        }
    }
}
