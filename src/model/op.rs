//! What a task is about to do, and which of two steps must keep their order.

use std::panic::Location;
use std::time::Duration;

use super::kernel::{TIMED_OUT, USUAL};
use super::seam::{About, Ready};
use crate::trace::Tag;

/// How a step touches an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Sees its state.
    Read,
    /// Changes its state, or sees it in a way that any change would change.
    Write,
    /// Takes a lock together with others who share it.
    Share,
    /// Takes a lock.
    Acquire,
    /// Gives a lock back.
    Release,
    /// Gives a lock back that others may share, who stay.
    Leave,
}

impl Access {
    /// Whether two such steps cannot change places without being seen.
    #[inline]
    pub(crate) fn depends_on(self, other: Self) -> bool {
        use Access::{Read, Share};
        !matches!((self, other), (Read | Share, Read | Share))
    }

    /// Whether there is a state in which both could be next. A lock that
    /// somebody gives back is not free, and nobody else can give it back.
    #[inline]
    pub(crate) fn may_meet(self, other: Self) -> bool {
        use Access::{Acquire, Leave, Release, Share};
        !matches!(
            (self, other),
            (Acquire | Share | Release | Leave, Release)
                | (Release, Acquire | Share | Leave)
                | (Acquire, Leave)
                | (Leave, Acquire)
        )
    }

    /// Whether it leaves the object as it was for those who do the same.
    #[inline]
    pub(super) fn only_looks(self) -> bool {
        matches!(self, Self::Read | Self::Share)
    }
}

/// An object's number in an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ObjectId(pub(super) u32);

/// One object that a step touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    pub(crate) object: ObjectId,
    pub(crate) access: Access,
}

/// The objects that a step touches: two at most.
pub(crate) type Touches = [Option<Touch>; 2];

/// Whether two steps cannot change places without being seen.
#[inline]
pub(crate) fn dependent(one: &Touches, other: &Touches) -> bool {
    one.iter().flatten().any(|mine| {
        other.iter().flatten().any(|theirs| {
            mine.object == theirs.object
                && mine.access.depends_on(theirs.access)
        })
    })
}

/// Whether two steps depend on each other, and either could come first.
#[inline]
pub(crate) fn in_race(one: &Touches, other: &Touches) -> bool {
    let mut depend = false;
    for mine in one.iter().flatten() {
        for theirs in other.iter().flatten() {
            if mine.object == theirs.object {
                if !mine.access.may_meet(theirs.access) {
                    return false;
                }
                depend |= mine.access.depends_on(theirs.access);
            }
        }
    }
    depend
}

/// What kind of step it is, where the kernel or a student cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    /// An operation on an object, by its method's name.
    Do(&'static str),
    /// Enters a condition variable's wait set.
    Wait,
    /// Was notified, and takes the mutex again.
    Wake,
    /// Wakes the one of those in the wait set that has waited longest, or,
    /// where that is asked for, any.
    NotifyOne,
    /// Sleeps, or gives way: the task itself lets others go first.
    Rest(&'static str),
}

impl Verb {
    /// The method's name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Do(word) | Self::Rest(word) => word,
            Self::Wait => "wait",
            Self::Wake => "wake",
            Self::NotifyOne => "notify_one",
        }
    }

    /// `lock1.lock`: an object and what is done to it.
    fn of(self, object: Option<&Tag>) -> String {
        match object {
            Some(tag) => format!("{}.{}", tag.name(), self.word()),
            None => self.word().to_owned(),
        }
    }
}

/// Whether a step is the join of a thread, and not one that gives up. It
/// changes nothing that others see, and what it sees does not change again:
/// when it is made makes no difference. A queue's join is another matter.
pub(crate) fn is_join(verb: Verb, touches: &Touches) -> bool {
    let shares = |touch: &Touch| touch.access == Access::Share;
    verb == Verb::Do("join") && touches[0].as_ref().is_some_and(shares)
}

/// An operation as a primitive declares it.
#[derive(Clone, Copy)]
pub(crate) struct Op<'a> {
    pub(super) verb: Verb,
    pub(super) on: Option<(&'a Tag, Access)>,
    /// A condition variable's mutex.
    pub(super) and: Option<(&'a Tag, Access)>,
    /// What people call the object, if not by the first tag.
    pub(super) about: Option<&'a Tag>,
    pub(super) place: &'static Location<'static>,
    /// Virtual time at which it gives up.
    pub(super) deadline: Option<Duration>,
    /// What it is about to write.
    pub(super) value: Option<i64>,
    /// The condition variable in whose wait set the task is: it goes on only
    /// after a notification.
    pub(super) condition: Option<&'a Tag>,
}

impl<'a> Op<'a> {
    /// `word` of the object that `tag` belongs to.
    pub(crate) fn new(
        word: &'static str,
        tag: &'a Tag,
        access: Access,
        place: &'static Location<'static>,
    ) -> Self {
        Self::of(Verb::Do(word), Some((tag, access)), place)
    }

    pub(crate) fn of(
        verb: Verb,
        on: Option<(&'a Tag, Access)>,
        place: &'static Location<'static>,
    ) -> Self {
        Self {
            verb,
            on,
            and: None,
            about: None,
            place,
            deadline: None,
            value: None,
            condition: None,
        }
    }

    /// `lock1.lock`: the object and what is done to it.
    pub(super) fn describe(&self) -> String {
        let object = self.about.or(self.on.map(|(tag, _)| tag));
        self.verb.of(object)
    }

    /// Touches a second object.
    pub(crate) fn and(self, tag: &'a Tag, access: Access) -> Self {
        Self { and: Some((tag, access)), ..self }
    }

    /// Is shown as an operation on this object.
    pub(crate) fn about(self, tag: Option<&'a Tag>) -> Self {
        Self { about: tag, ..self }
    }

    /// Gives up at this virtual time. To see that one has to wait is to see
    /// the state: others may not change it unseen.
    pub(crate) fn until(self, deadline: Option<Duration>) -> Self {
        let on = match (self.on, deadline) {
            (Some((tag, Access::Acquire | Access::Share)), Some(_)) => {
                Some((tag, Access::Write))
            }
            (on, _) => on,
        };
        Self { deadline, on, ..self }
    }

    /// Is about to write this.
    pub(crate) fn value(self, value: i64) -> Self {
        Self { value: Some(value), ..self }
    }

    /// Goes on only when the task has been taken out of this wait set.
    pub(crate) fn when_notified(self, condition: &'a Tag) -> Self {
        Self { condition: Some(condition), ..self }
    }
}

/// An operation that a suspended task is about to do.
pub(crate) struct Pending {
    pub(crate) verb: Verb,
    pub(crate) touches: Touches,
    pub(crate) place: &'static Location<'static>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) value: Option<i64>,
    /// The condition variable in whose wait set the task is.
    pub(super) condition: Option<ObjectId>,
    pub(super) ready: Option<Ready>,
    /// What people call the object.
    pub(super) about: Option<About>,
    /// As `condition`.
    pub(super) about_condition: Option<About>,
    /// Whether its lane says that it waits.
    pub(super) shown_waiting: bool,
}

impl Pending {
    /// `lock1.lock`: the object and what is done to it.
    pub(crate) fn describe(&self) -> String {
        match self.about {
            Some(about) => about.with(|tag| self.verb.of(Some(tag))),
            None => self.verb.of(None),
        }
    }

    /// The outcome that it has if its time is over: of a sleep, the usual
    /// one.
    pub(crate) fn when_late(&self) -> u8 {
        match self.verb {
            Verb::Rest(_) => USUAL,
            _ => TIMED_OUT,
        }
    }

    /// What the task waits for, if it has to wait.
    pub(super) fn waits_for(&self, woken: bool) -> Option<About> {
        self.about_condition.filter(|_| !woken).or(self.about)
    }
}
