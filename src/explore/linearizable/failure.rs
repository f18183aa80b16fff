//! Why a history has no order.

use std::error::Error;
use std::fmt;

use super::search::{Found, Search};
use super::timeline::{self, Bar};
use super::{Call, Spec};

/// Calls that a drawing shows, at most.
const SHOWN: usize = 12;
/// Results and states that are spelled out, at most.
const SPELLED: usize = 4;

/// No order of the calls explains what they returned.
///
/// Displayed, and in the panic of an `unwrap` too, it is a drawing of the
/// shortest beginning of the history for which that is so: it ends with a
/// return that nothing explains.
pub struct NotLinearizable {
    thread: String,
    call: String,
    moment: usize,
    instead: Vec<String>,
    text: String,
}

impl NotLinearizable {
    /// The name of the thread whose call nothing explains.
    #[must_use]
    pub fn thread(&self) -> &str {
        &self.thread
    }

    /// The call that nothing explains, with what it returned.
    #[must_use]
    pub fn call(&self) -> &str {
        &self.call
    }

    /// When that call returned; up to the moment before there is an order.
    #[must_use]
    pub fn moment(&self) -> usize {
        self.moment
    }

    /// The same call with what it might have returned instead, a few of these
    /// if there are many. If there are none, it should not have returned yet.
    #[must_use]
    pub fn instead(&self) -> &[String] {
        &self.instead
    }

    /// The failure of a search through `calls`: nothing explains the call
    /// with this number, which returned at `moment`.
    pub(super) fn new<S: Spec>(
        spec: &S,
        calls: &[Call<S::Op, S::Ret>],
        (number, moment): (usize, usize),
        search: &Search<'_, S>,
    ) -> Self {
        let calls = &calls[..calls.partition_point(|it| it.began < moment)];
        let instead = instead(spec, calls, (number, moment), search);
        let Call { thread, op, ret, .. } = &calls[number];
        let (thread, call) = (thread.clone(), spec.describe(op, ret.as_ref()));
        let from = window(calls, number);
        let hint = if instead.is_empty() {
            "it should not have returned yet".to_owned()
        } else {
            format!("possible instead: {}", spelled(instead.clone()))
        };
        let text = format!(
            "not linearizable: no order of the calls explains `{call}` of \
             {thread}\n\n{}{}\ncalls that overlap may have come in any \
             order, all others came as drawn\n{hint}",
            earlier(calls, from, search),
            picture(spec, calls, from, moment),
        );
        Self { thread, call, moment, instead, text }
    }
}

/// The call as it might have returned: with any other result of these, the
/// calls up to `moment` have an order.
fn instead<S: Spec>(
    spec: &S,
    calls: &[Call<S::Op, S::Ret>],
    (number, moment): (usize, usize),
    search: &Search<'_, S>,
) -> Vec<String> {
    let describe = |ret| (spec.describe(&calls[number].op, Some(&ret)), ret);
    let rets = search.might_return(number).into_iter().map(describe);
    let mut rets: Vec<(String, S::Ret)> = rets.collect();
    rets.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut calls = calls.to_vec();
    let mut instead = Vec::new();
    for (call, ret) in rets {
        if instead.len() > SPELLED {
            break;
        }
        calls[number].ret = Some(ret);
        let found = Search::new(spec, &calls, moment).run();
        if matches!(found, Found::Order(_)) {
            instead.push(call);
        }
    }
    instead
}

/// The calls that were open when the one with this number began.
fn open_at<Op, Ret>(
    calls: &[Call<Op, Ret>],
    number: usize,
) -> impl Iterator<Item = &Call<Op, Ret>> {
    let moment = calls[number].began;
    let open = move |it: &&Call<_, _>| it.returned.is_none_or(|it| it > moment);
    calls[..number].iter().filter(open)
}

/// The call from whose beginning on the drawing shows what happened: so few
/// calls that they can be drawn, and if possible none was open before.
fn window<Op, Ret>(calls: &[Call<Op, Ret>], culprit: usize) -> usize {
    let open = |from| open_at(calls, from).count();
    let few = |from: &usize| calls.len() - from + open(*from) <= SHOWN;
    let first = (0..calls.len()).find(few).unwrap_or(culprit);
    let quiet = (first..=culprit).find(|from| open(*from) == 0);
    quiet.unwrap_or(first)
}

/// What is to say of calls that are not drawn.
fn earlier<S: Spec>(
    calls: &[Call<S::Op, S::Ret>],
    from: usize,
    search: &Search<'_, S>,
) -> String {
    let open = open_at(calls, from).count();
    match from - open {
        0 => String::new(),
        // What they left behind cannot be told from what open calls did.
        count if open > 0 => format!("  after {count} earlier calls\n"),
        count => {
            let states = search.states_at(calls[from].began).into_iter();
            let states = states.map(|state| format!("{state:?}")).collect();
            let left = spelled(states);
            format!("  after {count} earlier calls, which leave {left}\n")
        }
    }
}

fn picture<S: Spec>(
    spec: &S,
    calls: &[Call<S::Op, S::Ret>],
    from: usize,
    moment: usize,
) -> String {
    let bar = |call: &Call<S::Op, S::Ret>| {
        let returned = call.returned.filter(|it| *it <= moment);
        let ret = call.ret.as_ref().filter(|_| returned.is_some());
        let (thread, began) = (call.thread.clone(), call.began);
        Bar { thread, text: spec.describe(&call.op, ret), began, returned }
    };
    let bars = open_at(calls, from).chain(&calls[from..]).map(bar);
    let bars: Vec<Bar> = bars.collect();
    let mut threads: Vec<&str> = Vec::new();
    for call in calls {
        if !threads.contains(&call.thread.as_str()) {
            threads.push(&call.thread);
        }
    }
    timeline::draw(&bars, &threads, moment)
}

/// A few of these, and whether there are more.
fn spelled(mut items: Vec<String>) -> String {
    items.sort_unstable();
    let more = items.len() > SPELLED;
    items.truncate(SPELLED);
    items.extend(more.then(|| "…".to_owned()));
    items.join(" or ")
}

impl fmt::Display for NotLinearizable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

// The drawing, as it is for an `unwrap` to show.
impl fmt::Debug for NotLinearizable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for NotLinearizable {}
