//! What happens at the shelf, whoever goes on when.

use workbench::exercise::Check;
use workbench::thread::{self, Builder};

use super::Shelf;

#[test]
fn check() {
    Check::new("condvar_while")
        .waits("who waits computes nothing meanwhile", no_bread)
        .always("who waits gets the next loaf", one_each)
        .always("nobody takes what is not there", one_is_faster)
        .always("two loaves are enough for two", two_at_once)
        .run();
}

fn no_bread() {
    Shelf::new().take();
}

/// Two who take a loaf, while the baker does what she does.
fn two_take(shelf: &Shelf, bake: impl FnOnce()) {
    thread::scope(|scope| {
        for name in ["ann", "ben"] {
            let take = || {
                shelf.take();
            };
            Builder::new().name(name).spawn_scoped(scope, take).unwrap();
        }
        bake();
    });
}

fn one_each() {
    let shelf = Shelf::new();
    thread::scope(|scope| {
        scope.spawn(|| assert_eq!(shelf.take(), 0, "loaves that are left"));
        shelf.put(1);
    });
}

/// The second loaf comes after somebody took the first.
fn one_is_faster() {
    let shelf = Shelf::new();
    two_take(&shelf, || {
        shelf.put(1);
        shelf.put(1);
    });
    assert_eq!(*shelf.loaves.lock(), 0, "loaves that are left");
}

fn two_at_once() {
    let shelf = Shelf::new();
    two_take(&shelf, || shelf.put(2));
    assert_eq!(*shelf.loaves.lock(), 0, "loaves that are left");
}
