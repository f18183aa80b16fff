//! Permits: semaphores, and Python's lock.

use std::panic::Location;
use std::sync::Arc;
use std::time::Instant;

use crate::memory::UnsafeCell;
use crate::sync::permits::Permits;
use crate::trace::ObjectKind;
use crate::{explore, join, spawn, spawn_two};

fn permits(free: usize) -> Permits {
    Permits::new(ObjectKind::Semaphore, free, usize::MAX)
}

/// Red if `grab` or `give_back` is `Relaxed`, or if `grab` is not one step.
#[test]
fn one_permit_excludes_one_of_two() {
    explore(3, || {
        let it = Arc::new((permits(1), UnsafeCell::new(())));
        let use_it = |(permits, it): &(Permits, UnsafeCell<()>)| {
            let place = Location::caller();
            permits.take(place);
            it.with_mut(drop);
            assert!(permits.give_back(1, place));
        };
        let other = spawn(&it, use_it);
        use_it(&it);
        other.join().unwrap();
        assert_eq!(it.0.free_now(), 1);
    });
}

/// Red if giving back several wakes one: the other would sleep on, beside a
/// permit that is free. And if `give_back` is `AcqRel`.
#[test]
fn as_many_go_on_as_permits_come_back() {
    explore(2, || {
        let (permits, place) = (Arc::new(permits(0)), Location::caller());
        let takers = spawn_two(&permits, move |it, _| it.take(place));
        assert!(permits.give_back(2, place));
        join(takers);
        assert_eq!(permits.free_now(), 0);
    });
}

/// Red if `give_back` wakes nobody.
#[test]
fn whoever_gives_up_leaves_the_permit_to_the_other() {
    let took = explore(2, || {
        let (permits, place) = (Arc::new(permits(0)), Location::caller());
        let now = Some(Instant::now());
        let hasty = spawn(&permits, move |it| it.take_until(now, place));
        let patient = spawn(&permits, move |it| it.take(place));
        assert!(permits.give_back(1, place));
        let took = hasty.join().unwrap();
        assert!(!took || permits.give_back(1, place));
        patient.join().unwrap();
        assert_eq!(permits.free_now(), 0);
        took
    });
    assert_eq!(took, [false, true]);
}
