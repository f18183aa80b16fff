//! The search for an order.
//!
//! A call has to take effect before it returns, and need not do so earlier:
//! so the search goes from return to return, and before each one whose call
//! has not taken effect it lets open calls do so, this one last (Lowe's
//! just-in-time linearization, 2017). It goes into depth, as Wing and Gong do
//! (1993), and back where it is stuck; where it has been it does not go again
//! (Lowe; Horn and Kroening, 2015).

use std::collections::HashSet;
use std::vec;

use super::{Call, Spec};

/// Points that a search visits before it gives up, after a second or, not
/// optimised, several.
const LIMIT: usize = 250_000;

/// What came of a search.
pub(super) enum Found {
    /// The calls that took effect, in an order that explains the history,
    /// each with the moment before which it did.
    Order(Vec<(usize, usize)>),
    /// There is no order.
    Nothing,
    /// It has taken too long.
    GaveUp,
}

/// A search through a history, up to a moment.
pub(super) struct Search<'a, S: Spec> {
    spec: &'a S,
    calls: &'a [Call<S::Op, S::Ret>],
    /// What each call has returned by then.
    rets: Vec<Option<&'a S::Ret>>,
    turns: Vec<Turn>,
    seen: HashSet<Point<S::State>>,
    /// The furthest turn that it has come to.
    furthest: usize,
}

/// The return of a call.
struct Turn {
    call: usize,
    moment: usize,
    /// The calls that are open just before, in the order to try them in.
    open: Vec<usize>,
}

/// So much has taken effect, and what comes next is the return of a call
/// that has not.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Point<State> {
    turn: usize,
    /// The open calls that have taken effect, sorted.
    done: Vec<usize>,
    state: State,
}

/// The ways on from a point.
struct Ways<State> {
    from: Point<State>,
    /// Calls that may take effect next.
    calls: vec::IntoIter<usize>,
    /// The one that does, and what else it may leave behind.
    call: usize,
    states: vec::IntoIter<State>,
}

impl<'a, S: Spec> Search<'a, S> {
    /// A search through what of `calls`, which stand in the order in which
    /// they began, has happened when the moment `until` is over.
    pub(super) fn new(
        spec: &'a S,
        calls: &'a [Call<S::Op, S::Ret>],
        until: usize,
    ) -> Self {
        let ret = |call: &'a Call<S::Op, S::Ret>| {
            let returned = call.returned.is_some_and(|it| it <= until);
            call.ret.as_ref().filter(|_| returned)
        };
        Self {
            spec,
            calls,
            rets: calls.iter().map(ret).collect(),
            turns: turns(calls, until, &spec.hint(calls)),
            seen: HashSet::new(),
            furthest: 0,
        }
    }

    pub(super) fn run(&mut self) -> Found {
        let state = self.spec.start();
        let mut point = Point { turn: 0, done: Vec::new(), state };
        let mut path: Vec<Ways<S::State>> = Vec::new();
        loop {
            point = self.settle(point);
            if point.turn == self.turns.len() {
                return Found::Order(self.order(&path));
            }
            if self.seen.len() == LIMIT {
                return Found::GaveUp;
            }
            self.furthest = self.furthest.max(point.turn);
            if self.seen.insert(point.clone()) {
                path.push(self.ways(point));
            }
            point = loop {
                let Some(ways) = path.last_mut() else {
                    return Found::Nothing;
                };
                match self.next(ways) {
                    Some(next) => break next,
                    None => drop(path.pop()),
                }
            };
        }
    }

    /// The calls that return from where it was stuck, each with the moment,
    /// once nothing was found.
    pub(super) fn stuck_from(&self) -> impl Iterator<Item = (usize, usize)> {
        let turns = self.turns[self.furthest..].iter();
        turns.map(|turn| (turn.call, turn.moment))
    }

    /// What `call` would have returned in any state that it has come to while
    /// `call` was open, however that goes on.
    pub(super) fn might_return(&self, call: usize) -> Vec<S::Ret> {
        let mut rets = Vec::new();
        for point in &self.seen {
            let open = self.turns[point.turn].open.contains(&call);
            if !open || point.done.contains(&call) {
                continue;
            }
            let op = &self.calls[call].op;
            for (ret, _) in self.spec.apply(&point.state, op) {
                if !rets.contains(&ret) {
                    rets.push(ret);
                }
            }
        }
        rets
    }

    /// The states that it has come to at `moment`, when no call was open.
    pub(super) fn states_at(&self, moment: usize) -> HashSet<&S::State> {
        let turn = self.turns.partition_point(|turn| turn.moment < moment);
        let there = |point: &&Point<S::State>| {
            point.turn == turn && point.done.is_empty()
        };
        self.seen.iter().filter(there).map(|point| &point.state).collect()
    }

    /// Goes past the returns of calls that have taken effect.
    fn settle(&self, mut point: Point<S::State>) -> Point<S::State> {
        while let Some(turn) = self.turns.get(point.turn)
            && let Ok(place) = point.done.binary_search(&turn.call)
        {
            point.done.remove(place);
            point.turn += 1;
        }
        point
    }

    fn ways(&self, from: Point<S::State>) -> Ways<S::State> {
        let mut calls = self.turns[from.turn].open.clone();
        calls.retain(|call| from.done.binary_search(call).is_err());
        let (calls, states) = (calls.into_iter(), vec![].into_iter());
        Ways { from, calls, call: 0, states }
    }

    fn next(&self, ways: &mut Ways<S::State>) -> Option<Point<S::State>> {
        let state = loop {
            if let Some(state) = ways.states.next() {
                break state;
            }
            ways.call = ways.calls.next()?;
            ways.states = self.after(&ways.from.state, ways.call).into_iter();
        };
        let mut done = ways.from.done.clone();
        let place = done.partition_point(|it| *it < ways.call);
        done.insert(place, ways.call);
        Some(Point { turn: ways.from.turn, done, state })
    }

    /// What `call` may leave behind, where it returns what it has returned.
    fn after(&self, state: &S::State, call: usize) -> Vec<S::State> {
        let mut ways = self.spec.apply(state, &self.calls[call].op);
        if let Some(returned) = self.rets[call] {
            ways.retain(|(ret, _)| ret == returned);
        }
        ways.into_iter().map(|(_, state)| state).collect()
    }

    fn order(&self, path: &[Ways<S::State>]) -> Vec<(usize, usize)> {
        let step = |ways: &Ways<S::State>| {
            (ways.call, self.turns[ways.from.turn].moment)
        };
        path.iter().map(step).collect()
    }
}

/// The returns up to the moment `until`, in their order.
fn turns<Op, Ret>(
    calls: &[Call<Op, Ret>],
    until: usize,
    hint: &[Option<usize>],
) -> Vec<Turn> {
    let mut returns: Vec<(usize, usize)> = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        returns.extend(call.returned.map(|moment| (moment, number)));
    }
    returns.retain(|(moment, _)| *moment <= until);
    returns.sort_unstable();
    let rank = |call: usize| hint.get(call).copied().flatten();
    let mut waiting = (0..calls.len()).peekable();
    let mut open: Vec<usize> = Vec::new();
    let turn = |(moment, call): (usize, usize)| {
        let begun = |number: &usize| calls[*number].began < moment;
        while let Some(number) = waiting.next_if(begun) {
            open.push(number);
        }
        // The call that returns is the only one that has to take effect. To
        // be tried before it are those that the hint puts before it, to be
        // tried behind it all others, as they return.
        open.sort_by_key(|it| match (rank(*it), rank(call)) {
            (Some(rank), Some(own)) if rank < own => (0, rank),
            _ if *it == call => (1, 0),
            _ => (2, calls[*it].returned.unwrap_or(usize::MAX)),
        });
        let turn = Turn { call, moment, open: open.clone() };
        open.retain(|it| *it != call);
        turn
    };
    returns.into_iter().map(turn).collect()
}
