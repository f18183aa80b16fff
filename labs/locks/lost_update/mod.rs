//! Tickets, sold by several cashiers: a look and a step that belong together.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "lost_update",
    title: "sell every ticket once",
    minutes: 10,
    uses: &[],
    bans: &[],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
