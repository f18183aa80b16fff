//! Two accounts, a lock each, and transfers in both directions.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "transfer",
    title: "take two locks, and never wait in a circle",
    minutes: 15,
    uses: &[],
    bans: &[],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
