//! Waiting for bread, and looking again when woken.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "condvar_while",
    title: "wait for bread, and look again when woken",
    minutes: 15,
    uses: &[],
    bans: &[
        ("sleep", "wait for the condition variable"),
        ("yield_now", "wait for the condition variable"),
    ],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
