//! Frames on a stream that has no borders, against a peer that is unkind.

#[cfg(test)]
mod solution;

use crate::labs::Exercise;

pub(crate) const EXERCISE: Exercise = Exercise {
    name: "echo_framing",
    title: "answer whole messages, however they arrive",
    minutes: 15,
    uses: &["std::io"],
    bans: &[],
    starter: include_str!("starter.rs"),
    check: include_str!("check.rs"),
    solution: include_str!("solution.rs"),
    hints: include_str!("hints.md"),
};
