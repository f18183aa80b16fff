//! Five philosophers, five forks, and two forks to a meal.

mod demo;

use super::{Ends, Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "philosophers",
    title: "five philosophers, five forks, two forks to a meal",
    notes: None,
    threads: None,
    variants: &[
        Variant {
            name: "broken",
            title: "everybody takes the left fork, then the right one",
            ends: Ends::Deadlocked,
            run: demo::broken,
        },
        Variant {
            name: "ordered",
            title: "everybody takes the fork with the smaller number first",
            ends: Ends::Right,
            run: demo::ordered,
        },
        Variant {
            name: "waiter",
            title: "a waiter lets four of the five to the table",
            ends: Ends::Right,
            run: demo::waiter,
        },
        Variant {
            name: "starved",
            title: "both forks or none, between two neighbours who take turns",
            ends: Ends::Wrong,
            run: demo::starved,
        },
    ],
    next: &[],
    python: None,
};
