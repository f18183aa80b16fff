//! A till that is a generator, and its receipt.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "generator",
    title: "a till that remembers, and cleans up when closed",
    minutes: 10,
    uses: &["workbench::coroutine"],
    bans: &[],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
