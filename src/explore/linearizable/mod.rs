//! Whether a concurrent object behaves as a sequential one.

mod failure;
mod history;
mod search;
pub mod spec;
mod timeline;

use std::collections::HashMap;

pub use failure::NotLinearizable;
pub use history::{Call, History, OpenCall};
pub use spec::Spec;

use search::{Found, Search};

/// Calls of what `S` specifies.
type Calls<S> = Vec<Call<<S as Spec>::Op, <S as Spec>::Ret>>;

/// Looks for an order of the calls in `history`, one after the other, in
/// which they return what they have returned if `spec` is right.
///
/// A call comes before another in it if it had returned before that one
/// began; calls that overlap come in any order. So each seems to take effect
/// at one moment between its beginning and its return, as if one thread at a
/// time had called: the history is *linearizable*. A call that has not
/// returned has taken effect or not. The order that is found is returned.
///
/// ```
/// use workbench::explore::spec::Fifo;
/// use workbench::explore::spec::queue::{Op::{Get, Put}, Ret::Got};
/// use workbench::explore::{History, linearizable};
/// use workbench::{queue::Queue, thread};
///
/// let (queue, history) = (Queue::new(2), History::new());
/// thread::scope(|scope| {
///     scope.spawn(|| history.call(Put(1), || queue.put(1)));
///     scope.spawn(|| history.call(Put(2), || queue.put(2)));
///     history.call(Get, || queue.get().map(Got));
/// });
/// let order = linearizable(&history, &Fifo::new(2)).unwrap();
/// assert_eq!(order.len(), 3);
/// ```
///
/// # Errors
///
/// If there is none. The error shows where it goes wrong:
///
/// ```
/// # use workbench::explore::spec::Fifo;
/// # use workbench::explore::spec::queue::{Op::{Get, Put}, Ret::{Done, Got}};
/// # use workbench::explore::{History, linearizable};
/// let history = History::new();
/// let put = history.begin("A", Put(1));
/// let get = history.begin("B", Get);
/// put.returns(Done);
/// get.returns(Got(1));
/// history.begin("A", Put(2)).returns(Done);
/// history.begin("B", Get).returns(Got(1));
/// let error = linearizable(&history, &Fifo::unbounded()).unwrap_err();
/// assert_eq!(error.to_string(), "\
/// not linearizable: no order of the calls explains `get() → 1` of B
///
///   A  ├─put(1)────┤ ├─put(2)─┤
///   B  ├─get() → 1─┤            ├─get() → 1─┤ ✗
///
/// calls that overlap may have come in any order, all others came as drawn
/// possible instead: get() → 2");
/// ```
///
/// # Panics
///
/// If there is no verdict after 250,000 points of the search: a second or, in
/// a program that is not optimised, several.
///
/// # Size
///
/// Whether there is an order takes time that is exponential in the worst case
/// (the question is NP-complete: Gibbons and Korach, 1997), not in the number
/// of calls, but in how much is undecided at a time: how many calls are open,
/// and how many results of calls that overlapped nobody has seen yet. Threads
/// that share a counter, a lock or a bounded queue may make thousands of
/// calls. A stack of dozens of items that were put while others were is too
/// much now and then, and so is the failure of a long queue.
///
/// In an explored program, see [`History`] for what a proof then means.
///
/// # Sources
///
/// - Herlihy and Wing, "Linearizability: a correctness condition for
///   concurrent objects", TOPLAS 12(3), 1990: what it is, and that it may be
///   judged object by object.
/// - Wing and Gong, "Testing and verifying concurrent objects", JPDC 17, 1993:
///   the search.
/// - Lowe, "Testing for linearizability", Concurrency and Computation 29(4),
///   2017: from return to return, and never twice to the same point.
/// - Horn and Kroening, "Faster linearizability checking via
///   P-compositionality", FORTE 2015: the parts of a history apart.
pub fn linearizable<S: Spec>(
    history: &History<S::Op, S::Ret>,
    spec: &S,
) -> Result<Calls<S>, NotLinearizable> {
    let mut order = Vec::new();
    let mut failure: Option<NotLinearizable> = None;
    for part in parts(&history.calls(), spec) {
        let until = failure.as_ref().map_or(usize::MAX, |it| it.moment());
        match judge(spec, &part, until) {
            Ok(steps) => {
                let step = |(call, moment): (usize, usize)| {
                    (moment, part[call].clone())
                };
                order.extend(steps.into_iter().map(step));
            }
            Err(earlier) => failure = Some(earlier),
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    // Each part is in order; between parts, moments are.
    order.sort_by_key(|(moment, _)| *moment);
    Ok(order.into_iter().map(|(_, call)| call).collect())
}

/// The calls on each object.
fn parts<S: Spec>(calls: &[Call<S::Op, S::Ret>], spec: &S) -> Vec<Calls<S>> {
    let mut places = HashMap::new();
    let mut parts: Vec<Vec<_>> = Vec::new();
    for call in calls {
        let next = parts.len();
        let place = *places.entry(spec.object(&call.op)).or_insert(next);
        if place == next {
            parts.push(Vec::new());
        }
        parts[place].push(call.clone());
    }
    parts
}

/// Looks for an order of these calls as they were when the moment `until` was
/// over: which take effect, each with the moment before which it does.
fn judge<S: Spec>(
    spec: &S,
    calls: &[Call<S::Op, S::Ret>],
    until: usize,
) -> Result<Vec<(usize, usize)>, NotLinearizable> {
    let mut search = Search::new(spec, calls, until);
    if let Some(order) = verdict(search.run()) {
        return Ok(order);
    }
    // Where it was stuck, calls were open that return later. Before they do
    // anything may come of them, so that the history may have been right for
    // longer.
    let fails = |(call, moment)| {
        let mut search = Search::new(spec, calls, moment);
        let order = verdict(search.run());
        let failure =
            || NotLinearizable::new(spec, calls, (call, moment), &search);
        order.is_none().then(failure)
    };
    let Some(failure) = search.stuck_from().find_map(fails) else {
        unreachable!("the last return ends what has just been searched")
    };
    Err(failure)
}

fn verdict(found: Found) -> Option<Vec<(usize, usize)>> {
    match found {
        Found::Order(order) => Some(order),
        Found::Nothing => None,
        Found::GaveUp => panic!(
            "undecided whether the history is linearizable: too many calls \
             overlap, or too much of what they did is never seen"
        ),
    }
}
