//! A thread that asks, on its share of the connections.

use std::io;
use std::net::TcpStream;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use super::line::{End, Line};
use super::plan::Load;
use super::report::Report;
use super::schedule::Schedule;
use super::words::{PIECE, Words};
use crate::net::selector::{Event, Events, Interest, Selector, Token};
use crate::net::stop::Bell;

/// How long answers are waited for when the time is over.
const GRACE: Duration = Duration::from_secs(1);

/// How long a server may be silent that owes an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether a server is silent for too long.
const LOOK: Duration = Duration::from_secs(1);

/// When to begin, when to ask and when to end.
pub(super) struct Limits {
    pub(super) start: Instant,
    pub(super) until: Option<Instant>,
    pub(super) schedule: Option<Schedule>,
}

/// What is waited for.
enum Source {
    Bell(Arc<Bell>),
    Line(TcpStream),
}

impl AsFd for Source {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Source::Bell(it) => it.as_fd(),
            Source::Line(it) => it.as_fd(),
        }
    }
}

/// Asks on its lines, and listens.
pub(super) struct Worker {
    /// Its lines, and the bell.
    selector: Selector<Source, Option<Line>>,
    /// The lines, by number; also of those that are over.
    tokens: Vec<Token>,
    /// How many are not.
    left: usize,
    pipeline: usize,
    words: Words,
    bell: Arc<Bell>,
    limits: Limits,
    report: Report,
    /// When something was last answered.
    stirred: Instant,
    /// Since when nothing new is asked.
    ended: Option<Instant>,
}

impl Worker {
    pub(super) fn new(load: &Load, bell: Arc<Bell>) -> io::Result<Self> {
        let mut selector = Selector::new()?;
        let source = Source::Bell(bell.clone());
        selector.register(source, Interest::Read, None)?;
        let now = Instant::now();
        Ok(Self {
            selector,
            tokens: Vec::new(),
            left: 0,
            pipeline: load.pipeline,
            words: Words::new(),
            bell,
            limits: Limits { start: now, until: None, schedule: None },
            report: Report::new(load.size),
            stirred: now,
            ended: None,
        })
    }

    /// The connection of this number among all is one of its lines, and asks
    /// at most so often.
    pub(super) fn add(
        &mut self,
        stream: TcpStream,
        number: usize,
        quota: u64,
    ) -> io::Result<()> {
        let begin = self.words.begin(number);
        let size = self.report.size as u64;
        let line = Line::new(self.tokens.len(), begin, size, quota);
        let (source, line) = (Source::Line(stream), Some(line));
        let token = self.selector.register(source, Interest::Read, line)?;
        self.tokens.push(token);
        self.left += 1;
        Ok(())
    }

    /// Asks until the end; what came of it.
    pub(super) fn ask(mut self, limits: Limits) -> io::Result<Report> {
        // Otherwise the system lets a thread sleep 50 µs longer.
        #[cfg(target_os = "linux")]
        rustix::thread::set_current_timer_slack(std::num::NonZero::new(1))?;
        self.stirred = limits.start;
        self.limits = limits;
        let mut room = Box::new([0; PIECE]);
        let mut events = Events::new();
        self.go_on_with_all();
        while self.goes_on() {
            let wait = self.wait();
            self.selector.select(&mut events, Some(wait))?;
            for event in &events {
                self.hear(*event, &mut room);
            }
        }
        Ok(self.end())
    }

    /// Begins what is due by now, and ends where it is time for that; whether
    /// there is more to do.
    fn goes_on(&mut self) -> bool {
        let now = Instant::now();
        self.owe(now);
        let limits = &self.limits;
        let is_over = limits.until.is_some_and(|until| now >= until);
        if self.ended.is_none() && (is_over || self.bell.is_stopped()) {
            self.ended = Some(limits.until.map_or(now, |it| it.min(now)));
            self.go_on_with_all();
        }
        let is_late = match self.ended {
            Some(ended) => now >= ended + GRACE,
            None => now >= self.stirred + PATIENCE && self.is_owed(now),
        };
        self.left > 0 && !is_late
    }

    /// Whether an answer is late.
    fn is_owed(&self, now: Instant) -> bool {
        let mut lines = self.open_since();
        lines.any(|since| now >= since + PATIENCE)
    }

    /// Since when each line waits for an answer that does.
    fn open_since(&self) -> impl Iterator<Item = Instant> {
        let lines = self.selector.get_map().iter();
        lines.filter_map(|(_, key)| key.data().as_ref()?.open.front().copied())
    }

    /// How long nothing happens but answers.
    fn wait(&self) -> Duration {
        let next = match (self.ended, &self.limits.schedule) {
            (Some(ended), _) => Some(ended + GRACE),
            (None, Some(schedule)) => Some(schedule.due()),
            (None, None) => None,
        };
        let until = self.limits.until.filter(|_| self.ended.is_none());
        let next = next.into_iter().chain(until).min();
        let left = |it: Instant| it.saturating_duration_since(Instant::now());
        next.map_or(LOOK, left).min(LOOK)
    }

    /// Lets the lines make what is due, up to the end.
    fn owe(&mut self, now: Instant) {
        let until = self.limits.until.unwrap_or(now);
        let Some(mut schedule) = self.limits.schedule else { return };
        if self.ended.is_some() {
            return;
        }
        while let Some(number) = schedule.next(now.min(until)) {
            let token = self.tokens[number];
            if let Some((_, line)) = line(&mut self.selector, token) {
                line.owed += u64::from(line.owed < line.quota);
                self.go_on(token);
            }
        }
        self.limits.schedule = Some(schedule);
    }

    /// Reads what was answered on a line.
    fn hear(&mut self, event: Event, room: &mut [u8; PIECE]) {
        let token = event.token();
        let Some((stream, line)) = line(&mut self.selector, token) else {
            // The bell, which rings once and for all; or who is gone.
            self.selector.unregister(token);
            return;
        };
        if event.is_readable() {
            let answered = match line.receive(stream, &self.words, room) {
                Ok(answered) => answered,
                Err(end) => return self.cut(token, end),
            };
            let now = Instant::now();
            for since in line.open.drain(..answered) {
                let took = now.saturating_duration_since(since);
                self.report.latencies.record(took);
            }
            if answered > 0 {
                self.stirred = now;
                self.report.answered += answered as u64;
                if self.ended.is_none() {
                    self.report.in_time += answered as u64;
                }
            }
        }
        self.go_on(token);
    }

    fn go_on_with_all(&mut self) {
        for number in 0..self.tokens.len() {
            self.go_on(self.tokens[number]);
        }
    }

    /// Asks what there is to ask on a line, and hangs up if that is nothing.
    fn go_on(&mut self, token: Token) {
        let Some((stream, line)) = line(&mut self.selector, token) else {
            return;
        };
        let has_ended = self.ended.is_some();
        while line.open.len() < self.pipeline && line.quota > 0 {
            let since = match &self.limits.schedule {
                Some(_) if line.owed == 0 => break,
                Some(schedule) => schedule.due_on(line.number, line.asked),
                None if has_ended => break,
                None => Instant::now(),
            };
            line.begin(since);
        }
        if let Err(end) = line.send(stream, &self.words) {
            return self.cut(token, end);
        }
        let may_ask = line.quota > 0 && !has_ended;
        let is_over = line.open.is_empty() && line.owed == 0 && !may_ask;
        let wanted = match line.is_behind() {
            true => Interest::ReadWrite,
            false => Interest::Read,
        };
        if is_over {
            self.selector.unregister(token);
            self.left -= 1;
        } else {
            self.want(token, wanted);
        }
    }

    fn want(&mut self, token: Token, wanted: Interest) {
        let key = self.selector.get_key(token);
        if key.is_some_and(|key| key.interest() != wanted) {
            // It is registered, which is all that can be wrong.
            let _ = self.selector.modify(token, wanted);
        }
    }

    /// A line has ended before its time.
    fn cut(&mut self, token: Token, end: End) {
        let Some((_, Some(line))) = self.selector.unregister(token) else {
            return;
        };
        self.left -= 1;
        match end {
            End::Wrong => self.report.wrong += 1,
            End::Lost(why) => {
                self.report.lost += 1;
                self.report.unanswered += line.unanswered();
                self.report.why.get_or_insert(why.to_string());
            }
        }
    }

    fn end(mut self) -> Report {
        let now = Instant::now();
        let waited = self.open_since().map(|since| now - since).max();
        let lines = self.selector.get_map().iter();
        let lines = lines.filter_map(|(_, key)| key.data().as_ref());
        self.report.unanswered += lines.map(Line::unanswered).sum::<u64>();
        self.report.waited = waited.unwrap_or_default();
        let ended = self.ended.unwrap_or(self.stirred);
        self.report.lasted = ended - self.limits.start;
        let cpu = clock_gettime(ClockId::ThreadCPUTime);
        self.report.cpu = cpu.try_into().unwrap_or_default();
        self.report
    }
}

fn line(
    selector: &mut Selector<Source, Option<Line>>,
    token: Token,
) -> Option<(&TcpStream, &mut Line)> {
    match selector.get_key_mut(token)?.split() {
        (Source::Line(stream), Some(line)) => Some((stream, line)),
        _ => None,
    }
}
