//! Threads whose results somebody waits for.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "spawn_join",
    title: "start readers, and collect what they found",
    minutes: 10,
    uses: &[],
    bans: &[("sleep", "a handle says when its thread has ended")],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
