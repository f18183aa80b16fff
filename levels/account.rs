//! Looked under the lock, paid under the lock, and let go between.

use workbench::explore::FailureKind;
use workbench::sync::Mutex;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "account",
    title: "looked twice, locked twice",
    goal: "Overdraw the account.",
    lesson: "Each line holds the lock, and what the first one learned is old \
             when the second one runs. Hold the lock from the question to the \
             answer's last use.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("account.rs"),
};

fn program() {
    let account = Mutex::new(100_i32).named("account");

    let pay = || {
        if *account.lock() >= 60 {
            let mut balance = account.lock();
            *balance -= 60;
            assert!(*balance >= 0, "the balance is {}", *balance);
        }
    };
    together(&[("rent", &pay), ("dentist", &pay)]);
}
