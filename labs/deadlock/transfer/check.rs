//! What a bank does, whoever goes on when.

use workbench::exercise::{Check, Meeting};
use workbench::thread::{self, Builder};

use super::Bank;

const ALICE: usize = 0;
const BOB: usize = 1;
const CAROL: usize = 2;
const DAVE: usize = 3;

const OVERLAP: &str = "transfers between four accounts overlap";

#[test]
fn check() {
    Check::new("transfer")
        .always("money moves, and the receipt is right", one_transfer)
        .always("transfers in both directions come to an end", both_ways)
        .always("no money is made or lost in a circle of three", circle)
        .always("nobody sends more than there is", overdrawn)
        .always("sending to oneself comes to an end", to_oneself)
        .sometimes(OVERLAP, four_accounts)
        .run();
}

fn bank() -> Bank {
    Bank::new(&[("alice", 10), ("bob", 10), ("carol", 10), ("dave", 10)])
}

fn one_transfer() {
    let bank = bank();
    let moved = bank.transfer(ALICE, BOB, 4, |source, target| {
        assert_eq!((source, target), (6, 14), "the receipt's two balances");
    });
    assert!(moved, "alice has 10 and sends 4: it must say true");
    assert_eq!(bank.balance(ALICE), 6, "alice's balance");
    assert_eq!(bank.balance(BOB), 14, "bob's balance");
}

/// Starts these transfers at once: from, to, amount.
fn at_once(bank: &Bank, transfers: &[(usize, usize, u32)]) {
    const NAMES: [&str; 4] = ["alice", "bob", "carol", "dave"];
    thread::scope(|scope| {
        for &(from, to, amount) in transfers {
            let name = format!("{}→{}", NAMES[from], NAMES[to]);
            let send = move || {
                bank.transfer(from, to, amount, |_, _| {});
            };
            Builder::new().name(name).spawn_scoped(scope, send).unwrap();
        }
    });
}

fn both_ways() {
    let bank = bank();
    at_once(&bank, &[(ALICE, BOB, 3), (BOB, ALICE, 5)]);
    assert_eq!(bank.balance(ALICE), 12, "alice's balance");
    assert_eq!(bank.balance(BOB), 8, "bob's balance");
}

fn circle() {
    let bank = bank();
    let round = [(ALICE, BOB, 3), (BOB, CAROL, 3), (CAROL, ALICE, 3)];
    at_once(&bank, &round);
    for account in [ALICE, BOB, CAROL] {
        assert_eq!(bank.balance(account), 10, "of account {account}");
    }
}

fn overdrawn() {
    let bank = bank();
    at_once(&bank, &[(ALICE, BOB, 7), (ALICE, CAROL, 7)]);
    assert_eq!(bank.balance(ALICE), 3, "alice had 10: one 7 goes, one stays");
    let all = bank.balance(BOB) + bank.balance(CAROL);
    assert_eq!(all, 27, "what bob and carol have together");
}

fn to_oneself() {
    let bank = bank();
    let moved = bank.transfer(ALICE, ALICE, 4, |source, target| {
        assert_eq!((source, target), (10, 10), "the receipt's two balances");
    });
    assert!(moved, "alice has 10 and sends 4: it must say true");
    assert_eq!(bank.balance(ALICE), 10, "alice's balance");
}

fn four_accounts() {
    let (bank, meeting) = (bank(), Meeting::of(2, OVERLAP));
    let send = |from, to| {
        bank.transfer(from, to, 1, |_, _| meeting.visit());
    };
    thread::scope(|scope| {
        scope.spawn(|| send(ALICE, BOB));
        scope.spawn(|| send(CAROL, DAVE));
    });
}
