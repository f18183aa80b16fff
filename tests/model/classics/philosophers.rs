//! Two to seven philosophers, as many forks. If each takes the left one
//! first, all can hold one and wait for another for ever.
//!
//! Source: Dijkstra, "Hierarchical ordering of sequential processes", EWD310,
//! Acta Informatica 1, 1971; SCTBench `CS.din_phil2` to `7`. The repair, an
//! order of all forks, is the same paper's.

use workbench::explore::{Explorer, FailureKind, Strategy};
use workbench::sync::Mutex;
use workbench::thread;

use super::start;
use crate::claims::{Bug, failed, fails, proved_by};

const NAMES: [&str; 7] =
    ["Aristotle", "Confucius", "Hypatia", "Laozi", "Plato", "Socrates", "Zeno"];

/// One is interrupted with a fork in hand. The others, from the left
/// neighbour on, take their left fork and block one after the other.
const BUG: Bug =
    Bug { kind: FailureKind::Deadlock, says: "fork", preemptions: 1 };

/// So many philosophers eat once. `order` says which fork is taken first.
fn dine(seats: usize, order: fn(usize, usize) -> (usize, usize)) {
    let fork = |n| Mutex::new(()).named(format!("fork-{n}"));
    let forks: Vec<_> = (0..seats).map(fork).collect();
    thread::scope(|scope| {
        for (seat, name) in NAMES[..seats].iter().copied().enumerate() {
            let (first, second) = order(seat, (seat + 1) % seats);
            let (first, second) = (&forks[first], &forks[second]);
            start(scope, name, || {
                let _first = first.lock();
                let _second = second.lock();
            });
        }
    });
}

fn left_first(left: usize, right: usize) -> (usize, usize) {
    (left, right)
}

fn lower_first(left: usize, right: usize) -> (usize, usize) {
    (left.min(right), left.max(right))
}

#[test]
fn everyone_with_the_left_fork_waits_for_ever() {
    for (seats, most) in [(2, 2), (3, 4), (4, 8)] {
        let name = format!("{seats} philosophers, left first");
        let program = move || dine(seats, left_first);
        fails(&name, program, most, &BUG);
    }
}

#[test]
fn up_to_seven_deadlock_with_any_search_that_reorders_what_races() {
    for (seats, most) in [(5, 16), (6, 32), (7, 64)] {
        let name = format!("{seats} philosophers, left first, dpor alone");
        let explorer = Explorer::new().strategy(Strategy::Dpor);
        let report = explorer.run(move || dine(seats, left_first));
        failed(&name, &report, &BUG, most);
    }
}

#[test]
fn forks_in_one_order_for_all_never_deadlock() {
    for seats in 2..=7 {
        let name = format!("{seats} philosophers, lower fork first");
        // At each fork one of two eats first, and not all around the table:
        // so many executions differ.
        let orders = (1 << seats) - 2;
        proved_by(&name, move || dine(seats, lower_first), orders);
    }
}
