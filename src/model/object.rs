//! What the kernel knows of an object: whose steps its next user comes after,
//! and who is in its wait set. Its value lies where it always does, in the
//! primitive itself.

use std::collections::VecDeque;

use super::clock::Clock;
use super::op::{Access, ObjectId};
use super::task::TaskId;

pub(super) struct Object {
    /// What happens before whoever reads it.
    pub(super) changed: Clock,
    /// What happens before whoever changes it, besides `changed`.
    pub(super) looked: Clock,
    /// The last event that touched it.
    pub(super) last: Option<u32>,
    /// Tasks in the wait set of a condition variable, in order.
    pub(super) waiters: VecDeque<TaskId>,
    /// Whether a notification found nobody in the wait set.
    pub(super) called_in_vain: bool,
    /// How often it has been changed, or taken, or given back.
    pub(super) version: u32,
    /// Who has taken it, where one task alone has.
    pub(super) holder: Option<TaskId>,
    /// Whether somebody has taken it alone.
    pub(super) is_lock: bool,
    /// What was read from it, or written, last.
    pub(super) value: Option<i64>,
    /// Known where somebody looks on.
    pub(super) name: String,
}

impl Object {
    pub(super) fn new() -> Self {
        Self {
            changed: Clock::ZERO,
            looked: Clock::ZERO,
            last: None,
            waiters: VecDeque::new(),
            called_in_vain: false,
            version: 0,
            holder: None,
            is_lock: false,
            value: None,
            name: String::new(),
        }
    }

    /// The task's step, which has this clock, touches it.
    #[inline]
    pub(super) fn touched(
        &mut self,
        task: TaskId,
        access: Access,
        clock: &Clock,
    ) {
        if access.only_looks() {
            self.looked.join(clock);
        } else {
            self.changed = *clock;
        }
        match access {
            Access::Acquire => {
                self.holder = Some(task);
                self.is_lock = true;
            }
            Access::Release => self.holder = None,
            _ => {}
        }
    }
}

/// What a [`Tag`](crate::trace::Tag) remembers of the execution that its
/// object belongs to: the execution's number, and the object's in it.
#[derive(Clone, Copy)]
pub(super) struct Identity(pub(super) u64);

/// Bits of an object's number.
const OBJECT_BITS: u32 = 24;

impl Identity {
    pub(super) fn new(execution: u64, object: ObjectId) -> Self {
        Self(execution << OBJECT_BITS | u64::from(object.0))
    }

    /// Whether it belongs to no execution.
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    #[inline]
    pub(super) fn in_execution(self, execution: u64) -> Option<ObjectId> {
        let number = self.0 & ((1 << OBJECT_BITS) - 1);
        (self.0 >> OBJECT_BITS == execution).then_some(ObjectId(number as u32))
    }
}
