//! A queue of a lock and condition variables.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "bounded_queue",
    title: "build a queue that has room for so many",
    minutes: 15,
    uses: &[],
    bans: &[
        ("sleep", "wait for a condition variable"),
        ("yield_now", "wait for a condition variable"),
    ],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
