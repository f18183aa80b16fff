//! Mutual exclusion of any number by loads and stores alone: take a number
//! larger than all others, then wait for all smaller ones. Two may take the
//! same number, so that nobody looks at a number that is being chosen.
//! Without the line that says so, one passes a choice and the other ties.
//!
//! Source: Lamport, "A new solution of Dijkstra's concurrent programming
//! problem", CACM 17 (8), 1974. Under sequential consistency.

use workbench::explore::FailureKind;
use workbench::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use workbench::thread;

use super::{CriticalSection, start};
use crate::claims::{Bug, fails, holds_up_to, proved};

struct Bakery {
    choosing: Vec<AtomicBool>,
    /// 0 for who is not in the shop.
    number: Vec<AtomicUsize>,
}

impl Bakery {
    fn new(customers: usize) -> Self {
        let choosing =
            |n| AtomicBool::new(false).named(format!("choosing-{n}"));
        let number = |n| AtomicUsize::new(0).named(format!("number-{n}"));
        Self {
            choosing: (0..customers).map(choosing).collect(),
            number: (0..customers).map(number).collect(),
        }
    }

    fn lock(&self, me: usize) {
        self.choosing[me].store(true, SeqCst);
        let mine = self.choose(me);
        self.choosing[me].store(false, SeqCst);
        for other in (0..self.number.len()).filter(|other| *other != me) {
            while self.choosing[other].load(SeqCst) {}
            self.wait_for(other, (mine, me));
        }
    }

    fn lock_without_saying_that_it_chooses(&self, me: usize) {
        let mine = self.choose(me);
        for other in (0..self.number.len()).filter(|other| *other != me) {
            self.wait_for(other, (mine, me));
        }
    }

    fn choose(&self, me: usize) -> usize {
        let others = self.number.iter().enumerate();
        let others = others.filter(|(other, _)| *other != me);
        let largest = others.map(|(_, number)| number.load(SeqCst)).max();
        let mine = largest.unwrap_or(0) + 1;
        self.number[me].store(mine, SeqCst);
        mine
    }

    fn wait_for(&self, other: usize, mine: (usize, usize)) {
        loop {
            let number = self.number[other].load(SeqCst);
            if number == 0 || (number, other) > mine {
                return;
            }
        }
    }

    fn unlock(&self, me: usize) {
        self.number[me].store(0, SeqCst);
    }
}

fn serve(customers: usize, lock: fn(&Bakery, usize)) {
    let bakery = Bakery::new(customers);
    let section = CriticalSection::new();
    thread::scope(|scope| {
        for me in 0..customers {
            let (bakery, section) = (&bakery, &section);
            start(scope, format!("customer-{me}"), move || {
                lock(bakery, me);
                section.visit();
                bakery.unlock(me);
            });
        }
    });
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "two in the critical section",
    preemptions: 2,
};

#[test]
fn who_is_passed_while_choosing_ties_and_gets_in() {
    let broken = || serve(2, Bakery::lock_without_saying_that_it_chooses);
    fails("bakery, unsaid choice", broken, 10, &BUG);
}

#[test]
fn who_says_that_it_chooses_is_waited_for() {
    proved("bakery, 2 customers", || serve(2, Bakery::lock), 60);
    let three = || serve(3, Bakery::lock);
    holds_up_to("bakery, 3 customers", 2, three, 4000);
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "takes half a minute where nothing is optimised"
)]
fn of_three_customers_too() {
    proved("bakery, 3 customers", || serve(3, Bakery::lock), 20_000);
}
