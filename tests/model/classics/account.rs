//! Two transfers at once between two accounts. A balance that is read in one
//! step and written in another swallows what came between.
//!
//! Source: "nonatomic operations assumed to be atomic" in Farchi, Nir, Ur,
//! "Concurrent bug patterns and how to test them", IPDPS 2003; the account of
//! SCTBench (`CS.account_bad`), which has one account and a lock.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicI64, Ordering::SeqCst};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved_by};

fn add(account: &AtomicI64, amount: i64) {
    let balance = account.load(SeqCst);
    account.store(balance + amount, SeqCst);
}

fn read_then_write() {
    let alice = AtomicI64::new(100).named("alice");
    let bob = AtomicI64::new(100).named("bob");
    thread::scope(|scope| {
        start(scope, "alice→bob", || {
            add(&alice, -10);
            add(&bob, 10);
        });
        start(scope, "bob→alice", || {
            add(&bob, -20);
            add(&alice, 20);
        });
    });
    let (alice, bob) = (alice.into_inner(), bob.into_inner());
    assert_eq!(alice + bob, 200, "money was made or lost");
}

fn locked() {
    let alice = Mutex::new(100).named("alice");
    let bob = Mutex::new(100).named("bob");
    thread::scope(|scope| {
        start(scope, "alice→bob", || {
            *alice.lock() -= 10;
            *bob.lock() += 10;
        });
        start(scope, "bob→alice", || {
            *bob.lock() -= 20;
            *alice.lock() += 20;
        });
    });
    assert_eq!((alice.into_inner(), bob.into_inner()), (110, 90));
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "money was made or lost",
    preemptions: 1,
};

#[test]
fn a_balance_read_and_then_written_loses_money() {
    fails("account", read_then_write, 2, &BUG);
}

#[test]
fn a_balance_changed_under_its_lock_does_not() {
    // Who is first at alice, who at bob: not both transfers last at both.
    proved_by("account, locked", locked, 3);
}
