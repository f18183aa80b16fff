//! Python as a contender: one child, which is asked for a sample when it is
//! its turn and waits in a read while it is not.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use serde::Deserialize;

use crate::contest::Contender;

const PROGRAM: &str = include_str!("../python/primitives.py");

/// Names Python 3 where it is not on the PATH.
const VARIABLE: &str = "WORKBENCH_PYTHON";

/// A Python 3, if there is one.
pub(crate) struct Python(Option<Running>);

struct Running {
    pipes: Rc<RefCell<Pipes>>,
    hello: Hello,
}

struct Pipes {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// Its first line.
#[derive(Deserialize)]
struct Hello {
    python: String,
    greenlet: Option<String>,
}

/// What it answers to a request.
#[derive(Deserialize)]
struct Answer {
    ns: f64,
}

impl Python {
    pub(crate) fn find() -> Self {
        let named = std::env::var(VARIABLE).ok();
        let names = match &named {
            Some(name) => vec![name.as_str()],
            None => vec!["python3", "python"],
        };
        Self(names.into_iter().find_map(|name| Running::start(name).ok()))
    }

    /// What there is, and how to get what there is not.
    pub(crate) fn describe(&self) -> String {
        let Some(Running { hello, .. }) = &self.0 else {
            return format!(
                "skipped: rows against Python and its greenlet, for there is \
                 no Python 3; install it (apt-get install python3) or set \
                 {VARIABLE}"
            );
        };
        match &hello.greenlet {
            Some(greenlet) => {
                format!("Python {}, greenlet {greenlet}", hello.python)
            }
            None => format!(
                "Python {}; skipped: the row against greenlet, which it does \
                 not have; install it (python3 -m pip install greenlet) or \
                 name a Python that has it in {VARIABLE}",
                hello.python
            ),
        }
    }

    /// A contender that does what `request` says, unless there is no Python.
    pub(crate) fn does(&self, request: String) -> Option<Contender> {
        self.contender("python", request)
    }

    /// As [`does`](Self::does), with the package greenlet.
    pub(crate) fn does_greenlet(&self, request: String) -> Option<Contender> {
        self.0.as_ref()?.hello.greenlet.as_ref()?;
        self.contender("greenlet", request)
    }

    fn contender(
        &self,
        name: &'static str,
        request: String,
    ) -> Option<Contender> {
        let pipes = self.0.as_ref()?.pipes.clone();
        Some(Contender::new(name, move || {
            let answer = pipes.borrow_mut().ask(&request);
            answer.unwrap_or_else(|why| panic!("Python, '{request}': {why}"))
        }))
    }
}

impl Running {
    fn start(program: &str) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["-I", "-u", "-c", PROGRAM])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = child.stdin.take().expect("a pipe");
        let answers = child.stdout.take().expect("a pipe");
        let answers = BufReader::new(answers);
        let mut pipes = Pipes { child, requests, answers };
        let hello = serde_json::from_str(&pipes.line()?)?;
        Ok(Self { pipes: Rc::new(RefCell::new(pipes)), hello })
    }
}

impl Pipes {
    fn ask(&mut self, request: &str) -> io::Result<f64> {
        writeln!(self.requests, "{request}")?;
        let answer: Answer = serde_json::from_str(&self.line()?)?;
        Ok(answer.ns)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line)
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        // It may be in the middle of a sample if this unwinds.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
