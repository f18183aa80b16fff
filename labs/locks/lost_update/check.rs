//! What a ticket office does, whoever goes on when.

use std::sync::Mutex as Unseen;

use workbench::exercise::{Check, Meeting};
use workbench::thread::{self, Builder};

use super::Office;

const OVERLAP: &str = "two cashiers print at the same time";

#[test]
fn check() {
    Check::new("lost_update")
        .always("one cashier sells 2, 1, and then says no", one_cashier)
        .always("no ticket is sold twice", every_ticket_once)
        .always("what is sold out stays sold out", the_last_ticket)
        .sometimes(OVERLAP, two_printers)
        .run();
}

fn one_cashier() {
    let office = Office::new(2);
    for number in [2, 1] {
        assert!(office.sell(|it| assert_eq!(it, number, "the ticket")));
    }
    assert!(!office.sell(|it| panic!("there is no ticket {it}")));
    assert_eq!(office.left(), 0, "tickets that are left");
}

/// Two cashiers sell one ticket each; the tickets that they have sold.
fn sold(office: &Office) -> Vec<u32> {
    let sold = Unseen::new(Vec::new());
    thread::scope(|scope| {
        for name in ["ann", "ben"] {
            let sell = || office.sell(|it| sold.lock().unwrap().push(it));
            Builder::new().name(name).spawn_scoped(scope, sell).unwrap();
        }
    });
    let mut sold = sold.into_inner().unwrap();
    sold.sort_unstable();
    sold
}

fn every_ticket_once() {
    let office = Office::new(3);
    assert_eq!(sold(&office), [2, 3], "the tickets that were sold");
    assert_eq!(office.left(), 1, "tickets that are left");
}

fn the_last_ticket() {
    let office = Office::new(1);
    assert_eq!(sold(&office), [1], "the tickets that were sold");
    assert_eq!(office.left(), 0, "tickets that are left");
}

fn two_printers() {
    let (office, meeting) = (Office::new(2), Meeting::of(2, OVERLAP));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| office.sell(|_| meeting.visit()));
        }
    });
}
