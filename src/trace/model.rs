//! Recording an explored program: one thread acts for all of its tasks, and
//! the clock goes as the kernel says.

use std::mem;
use std::panic::Location;
use std::sync::Arc;

use super::collect::collect;
use super::event::{Clock, LaneKind, Outcome, Run, State, Trace, Wait};
use super::object::Tag;
use super::recorder::{CURRENT, NewLane, Recording};
use super::session::{Raw, Running, Session};
use super::waitfor;

/// The lane of a task while another one runs.
#[derive(Debug, Default)]
pub(crate) struct ModelLane {
    other: Option<Recording>,
    /// Whether it says that the task could run.
    is_ready: bool,
}

impl ModelLane {
    /// Exchanges it with the lane that the calling thread acts in.
    pub(crate) fn exchange(&mut self) {
        let goes_on = mem::take(&mut self.is_ready);
        if let Some(lane) = self.other.as_mut().filter(|_| goes_on) {
            lane.push(Raw::State(State::Run, None), None, None);
        }
        CURRENT.with_borrow_mut(|lane| mem::swap(lane, &mut self.other));
    }

    /// Its number in the trace.
    pub(crate) fn number(&self) -> Option<u32> {
        self.other.as_ref().map(|lane| lane.lane)
    }

    /// The task, which is suspended, can run or has to wait from now on.
    pub(crate) fn becomes(
        &mut self,
        state: State,
        about: Option<&Tag>,
        place: &'static Location<'static>,
    ) {
        let Some(lane) = &mut self.other else { return };
        self.is_ready = state == State::Ready;
        match about {
            Some(tag) => {
                let state = |id| Raw::State(state, Some(id));
                tag.record_in(lane, state, Some(place));
            }
            None => {
                lane.push(Raw::State(state, None), None, Some(place));
            }
        }
    }
}

/// The recording of one execution.
pub(crate) struct ModelSession {
    session: Arc<Session>,
    clock: Arc<quanta::Mock>,
    /// Of the main task, until it begins.
    main: Option<Recording>,
    running: Running,
}

impl ModelSession {
    /// Begins to record. Nobody acts in it before [`main`](Self::main).
    pub(crate) fn begin(run: Run) -> Self {
        let (clock, mock) = quanta::Clock::mock();
        let run = Run { clock: Clock::Model, ..run };
        let (session, running) =
            Session::begin_by(clock, run, super::EVENT_LIMIT);
        let main = session.lane(LaneKind::Thread, "main", None);
        Self { session, clock: mock, main: Some(main), running }
    }

    /// The lane that the program begins in.
    pub(crate) fn main(&mut self) -> NewLane {
        NewLane::of(self.main.take())
    }

    /// Lets so much virtual time go by, in ns.
    pub(crate) fn advance(&self, nanos: u64) {
        self.clock.increment(nanos);
    }

    /// All that was recorded. If the program cannot go on, `stuck` says who
    /// waits for what, by the lanes' numbers.
    pub(crate) fn finish(
        self,
        outcome: Outcome,
        stuck: Option<Vec<Wait>>,
    ) -> Trace {
        drop(self.running);
        let mut trace = collect(&self.session, outcome);
        if let Some(waits) = stuck {
            waitfor::append_deadlock(&mut trace, waits, false);
        }
        trace
    }

    /// The number that the object has in the trace.
    pub(crate) fn object(&self, tag: &Tag) -> u32 {
        tag.number_in(&self.session)
    }
}
