//! Five philosophers, five forks, and two forks to a meal.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "philosophers",
    title: "five philosophers, five forks, two forks to a meal",
    variants: &[
        Variant::deadlocked(
            "broken",
            "everybody takes the left fork, then the right one",
            demo::broken,
        ),
        Variant::right(
            "ordered",
            "everybody takes the fork with the smaller number first",
            demo::ordered,
        ),
        Variant::right(
            "waiter",
            "a waiter lets four of the five to the table",
            demo::waiter,
        ),
        Variant::wrong(
            "starved",
            "both forks or none, between two neighbours who take turns",
            demo::starved,
        )
        .unexplored(
            "her neighbours keep to a timetable that starves her, whoever \
             goes first; and the explorer lets nobody try in vain for ever",
        ),
    ],
    next: &[
        ("Bad luck?", "workbench explore philosophers"),
        ("Can you do it?", "workbench play philosophers"),
        ("Never?", "workbench explore philosophers --variant ordered"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
