//! What every wait has in common: its deadline, and how a trace shows it.

use std::io;
use std::panic::Location;
use std::time::{Duration, Instant};

use crate::model;
use crate::trace::{State, Tag, watched};

/// When `timeout` from now is; `None`, for ever, if the clock does not reach
/// that far.
pub(crate) fn deadline(timeout: Duration) -> Option<Instant> {
    now().checked_add(timeout)
}

/// What time it is, for whoever waits.
pub(crate) fn now() -> Instant {
    match watched() && model::running() {
        true => model::now(),
        false => Instant::now(),
    }
}

/// A deadline as the kernel counts time.
pub(crate) fn virtual_time(deadline: Option<Instant>) -> Option<Duration> {
    deadline.map(model::virtual_time)
}

/// Takes what `attempt` takes, or else what `block` waits for, which a trace
/// shows as a wait for `tag`. Returns it with whether it had to wait.
pub(super) fn take<G>(
    tag: &Tag,
    deadline: Option<Instant>,
    place: &'static Location<'static>,
    attempt: impl FnOnce() -> Option<G>,
    block: impl FnOnce() -> Option<G>,
) -> Option<(G, bool)> {
    if let Some(taken) = attempt() {
        return Some((taken, false));
    }
    let on = tag.on();
    let blocked = on.then(|| tag.blocked(State::Wait, place, deadline));
    let taken = block();
    if let (None, Some(blocked)) = (&taken, blocked) {
        blocked.timed_out();
    }
    taken.map(|taken| (taken, true))
}

/// Does `block`, which a trace shows as `state`, about `tag`. What `block`
/// returns, and this too, is whether somebody woke it: else the time was
/// over.
pub(crate) fn shown(
    tag: &Tag,
    state: State,
    deadline: Option<Instant>,
    place: &'static Location<'static>,
    block: impl FnOnce() -> bool,
) -> bool {
    let blocked = tag.on().then(|| tag.blocked(state, place, deadline));
    let woken = block();
    match blocked {
        Some(blocked) if woken => blocked.woken(),
        Some(blocked) => blocked.timed_out(),
        None => {}
    }
    woken
}

/// Does `io`; a trace shows that the thread is with the system meanwhile,
/// about `tag`.
pub(crate) fn in_io<T>(
    tag: &Tag,
    place: &'static Location<'static>,
    io: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    let blocked = tag.on().then(|| tag.blocked(State::Io, place, None));
    let done = io();
    if let Some(blocked) = blocked {
        blocked.woken();
    }
    done
}
