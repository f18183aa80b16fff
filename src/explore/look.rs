//! An execution as people see it: the steps that were made, and where every
//! thread stands.

use crate::model::{
    Event, Kernel, ObjectId, Pending, TIMED_OUT, TaskId, Touches, Verb, is_join,
};
use crate::trace::Place;

/// A step that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which thread, by number: 0 is the main thread.
    pub thread: usize,
    /// What it did: `left.load → 100`.
    pub text: String,
    /// Where.
    pub place: Place,
    /// Whether it is only about waiting: a sleep, a join.
    pub is_quiet: bool,
    /// Whether it is the join of a thread that has ended.
    pub is_join: bool,
}

/// Where a thread stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number, in the order of spawns: 0 is the main thread.
    pub thread: usize,
    /// Its name.
    pub name: String,
    /// What it does next, and where; `None` if it has ended.
    pub next: Option<(String, Place)>,
    /// The outcomes that this can have now, of which 0 is the usual one and
    /// 1 a timeout; none if the thread has to wait.
    pub outcomes: Vec<u8>,
    /// What it waits for, if it has to wait: `lock2`, `the end of Thread-2`.
    pub waits_for: Option<String>,
    /// Who has that, if one thread has.
    pub holder: Option<String>,
    /// Whether it only waits for the end of another thread.
    pub joins: bool,
}

/// Something that threads share, and how it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its name, or where it was made.
    pub name: String,
    /// How it is: `= 99`, `held by Thread-1`, `free`, `2 wait`.
    pub state: String,
}

/// What is to be seen of an execution at some moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) steps: Vec<Step>,
    pub(super) standing: Vec<Standing>,
    pub(super) things: Vec<Thing>,
    /// Whether the last steps are repeated for ever.
    pub(super) goes_round: bool,
}

impl Look {
    /// Whether there are threads, and none of them can go on.
    pub(super) fn nobody_can_go_on(&self) -> bool {
        self.standing.iter().any(|it| it.next.is_some())
            && self.standing.iter().all(|it| it.outcomes.is_empty())
    }

    /// The name of the thread with this number.
    pub(super) fn name(&self, thread: usize) -> String {
        match (self.standing.get(thread), thread) {
            (Some(standing), _) => standing.name.clone(),
            (None, 0) => "main".to_owned(),
            (None, thread) => format!("thread {thread}"),
        }
    }

    pub(super) fn at(kernel: &Kernel) -> Self {
        let steps = kernel.telling_events().iter().map(|it| step(kernel, it));
        let tasks = (0..kernel.tasks()).map(TaskId::new);
        Self {
            steps: steps.collect(),
            standing: tasks.map(|task| standing(kernel, task)).collect(),
            goes_round: kernel.telling_events().len() < kernel.events().len(),
            things: kernel
                .objects()
                .filter_map(|it| thing(kernel, it))
                .collect(),
        }
    }

    /// Leaves out what at the end only repeats what came before it, in a
    /// circle; not the first `kept` steps.
    pub(super) fn tell_once(&mut self, kept: usize) {
        let steps = &self.steps;
        let end = steps.len();
        let repeats = |round: &usize| {
            let (before, last) = steps.split_at(end - round);
            before.ends_with(last)
        };
        let Some(round) = (1..=end / 2).find(repeats) else { return };
        let same = |step: &usize| steps[step - round] == steps[*step];
        let repeated = (round..end).rev().take_while(same).count();
        self.steps.truncate((end - repeated).max(kept));
        self.goes_round = true;
    }
}

fn step(kernel: &Kernel, event: &Event) -> Step {
    let in_vain =
        event.alternative == TIMED_OUT && event.verb != Verb::NotifyOne;
    let mut text = operation(kernel, event.verb, &event.touches, in_vain);
    if let Some((wrote, value)) = event.value {
        text += if wrote { " ← " } else { " → " };
        text += &value.to_string();
    }
    Step {
        thread: event.task.index(),
        text,
        place: Place::from(event.place),
        is_quiet: is_quiet(event.verb, &event.touches),
        is_join: is_join(event.verb, &event.touches),
    }
}

fn standing(kernel: &Kernel, task: TaskId) -> Standing {
    let pending = kernel.pending(task);
    let outcomes = match kernel.enabled().contains(task) {
        true => kernel.outcomes(task),
        false => 0,
    };
    Standing {
        thread: task.index(),
        name: kernel.name(task).to_owned(),
        next: pending.map(|it| {
            let in_vain = outcomes == 1 << TIMED_OUT;
            (next(kernel, it, in_vain), Place::from(it.place))
        }),
        outcomes: (0..32).filter(|bit| outcomes >> bit & 1 == 1).collect(),
        waits_for: pending
            .filter(|_| kernel.alternatives(task) == 0)
            .map(|_| waits_for(kernel, task)),
        holder: kernel
            .waited_for(task)
            .and_then(|object| kernel.holder(object))
            .map(|holder| kernel.name(holder).to_owned()),
        joins: pending.is_some_and(|it| is_join(it.verb, &it.touches)),
    }
}

fn next(kernel: &Kernel, pending: &Pending, in_vain: bool) -> String {
    let Pending { verb, touches, .. } = pending;
    let mut text = operation(kernel, *verb, touches, in_vain);
    if let Some(value) = pending.value {
        text += &format!(" {value}");
    }
    text
}

/// `left.load`, or, of an operation that gives up, `left.lock, in vain`.
fn operation(
    kernel: &Kernel,
    verb: Verb,
    touches: &Touches,
    in_vain: bool,
) -> String {
    let object = touches[0].map_or("", |it| kernel.name_of(it.object));
    let mut text = match verb {
        Verb::Rest(word) => word.to_owned(),
        Verb::Wake => format!("{object}.lock"),
        verb if object.is_empty() => verb.word().to_owned(),
        verb => format!("{object}.{}", verb.word()),
    };
    if in_vain {
        text += ", in vain";
    } else if verb == Verb::Wake {
        text += ", woken";
    }
    text
}

/// `lock2`, or `the end of Thread-2`.
fn waits_for(kernel: &Kernel, task: TaskId) -> String {
    let Some(object) = kernel.waited_for(task) else {
        return "its time".to_owned();
    };
    let name = kernel.name_of(object);
    match kernel.pending(task) {
        Some(it) if is_join(it.verb, &it.touches) => {
            format!("the end of {name}")
        }
        Some(it) if it.verb == Verb::Do("join") => {
            format!("all of {name} to be done")
        }
        _ => name.to_owned(),
    }
}

/// What is known of an object, if that says anything.
fn thing(kernel: &Kernel, object: ObjectId) -> Option<Thing> {
    let state = if let Some(value) = kernel.value_of(object) {
        format!("= {value}")
    } else if let Some(holder) = kernel.holder(object) {
        format!("held by {}", kernel.name(holder))
    } else if kernel.is_lock(object) {
        "free".to_owned()
    } else {
        match kernel.waiting_for(object) {
            0 => return None,
            1 => "1 waits".to_owned(),
            many => format!("{many} wait"),
        }
    };
    Some(Thing { name: kernel.name_of(object).to_owned(), state })
}

fn is_quiet(verb: Verb, touches: &Touches) -> bool {
    matches!(verb, Verb::Rest(_)) || is_join(verb, touches)
}
