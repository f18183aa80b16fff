//! A connection's lane in a trace: what is done for it, by whichever thread.

use std::panic::Location;

use crate::trace::{self, GuestLane, LaneKind, State};

/// A connection's lane. Empty where nobody records.
#[derive(Debug, Default)]
pub(super) struct Lane(GuestLane);

impl Lane {
    /// Opens it, in this state until somebody acts in it.
    #[track_caller]
    pub(super) fn open(name: impl FnOnce() -> String, state: State) -> Self {
        let mut lane = GuestLane::default();
        if trace::on() {
            let (kind, place) = (LaneKind::Connection, Location::caller());
            lane.open(kind, name, place);
            lane.set(state);
        }
        Self(lane)
    }

    /// There is something to do for it, which nobody does yet.
    pub(super) fn ready(&mut self) {
        self.0.set(State::Ready);
    }

    /// The calling thread acts in it until the guard is dropped.
    pub(super) fn enter(&mut self) -> Inside<'_> {
        let mut entered = false;
        if let Some(tag) = self.0.tag() {
            let cause = trace::pause(State::Wait, Some(&tag), None);
            entered = self.0.enter(cause);
        }
        Inside { lane: &mut self.0, entered }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Somebody acts in a connection's lane; the connection waits for its peer
/// when this is dropped.
pub(super) struct Inside<'a> {
    lane: &'a mut GuestLane,
    entered: bool,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        if self.entered {
            trace::pause(State::Io, None, None);
            let cause = self.lane.leave();
            trace::go_on(cause, None);
        }
    }
}
