//! What comes of reading, whoever goes on when.

use std::sync::Arc;

use workbench::exercise::{Check, Meeting};

use super::read_all;

const OVERLAP: &str = "two pages are read at the same time";

#[test]
fn check() {
    Check::new("spawn_join")
        .always("one page has one result", one_page)
        .always("results are in the order of the pages", in_order)
        .always("no page has no result", no_page)
        .sometimes(OVERLAP, together)
        .run();
}

fn one_page() {
    assert_eq!(read_all(vec![7], |page| page * 10), [70]);
}

fn in_order() {
    assert_eq!(read_all(vec![3, 1], |page| page * 10), [30, 10]);
}

fn no_page() {
    assert!(read_all(vec![], |page| page).is_empty());
}

fn together() {
    let meeting = Arc::new(Meeting::of(2, OVERLAP));
    let read = move |page| {
        meeting.visit();
        page
    };
    assert_eq!(read_all(vec![1, 2], read), [1, 2]);
}
