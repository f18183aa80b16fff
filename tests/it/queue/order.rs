//! Who comes out first.

use workbench::queue::{LifoQueue, PriorityQueue};

use super::kinds::{self, Face, Kind, for_every_fifo};

for_every_fifo! {
    first_in_is_first_out
    items_of_one_producer_stay_in_order
}

fn first_in_is_first_out<K: Kind>() {
    for capacity in [0, 1, 2, 3, 5, 64] {
        let queue = K::new::<u32>(capacity);
        let (mut put, mut got) = (0, 0);
        // Fill levels from 1 to the capacity, over many laps of a ring.
        for step in 0..500 {
            for _ in 0..=step % capacity.max(7) {
                put += u32::from(queue.try_put(put).is_ok());
            }
            for _ in 0..=step % 3 {
                if let Ok(item) = queue.try_get() {
                    assert_eq!(item, got);
                    got += 1;
                }
            }
            assert_eq!(queue.len(), (put - got) as usize);
        }
        assert!(got > 400);
    }
}

fn items_of_one_producer_stay_in_order<K: Kind>() {
    for capacity in [0, 1, 3] {
        let queue = K::new::<(u32, u32)>(capacity);
        std::thread::scope(|scope| {
            for producer in 0..3 {
                let queue = &queue;
                scope.spawn(move || {
                    for item in 0..300 {
                        queue.put((producer, item)).unwrap();
                    }
                });
            }
            let mut next = [0; 3];
            for _ in 0..900 {
                let (producer, item) = queue.get().unwrap();
                assert_eq!(item, next[producer as usize]);
                next[producer as usize] += 1;
            }
        });
    }
}

#[test]
fn last_in_is_first_out() {
    for capacity in [0, 5] {
        let queue = LifoQueue::new(capacity);
        for item in 1..=3 {
            queue.put(item).unwrap();
        }
        assert_eq!(queue.get(), Ok(3));
        queue.put(4).unwrap();
        let rest = [(); 3].map(|()| queue.get().unwrap());
        assert_eq!(rest, [4, 2, 1]);
    }
}

#[test]
fn smallest_is_first_out() {
    for capacity in [0, 100] {
        let queue = PriorityQueue::new(capacity);
        for item in 0..100 {
            queue.put(item * 37 % 100).unwrap();
        }
        for item in 0..100 {
            assert_eq!(queue.get(), Ok(item));
        }
    }
}

/// Ordered by its number alone.
#[derive(Debug)]
struct Patient(u32, &'static str);

impl PartialEq for Patient {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Patient {}

impl PartialOrd for Patient {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Patient {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

#[test]
fn among_equals_first_in_is_first_out() {
    let queue = PriorityQueue::unbounded();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for name in names {
        queue.put(Patient(2, name)).unwrap();
    }
    queue.put(Patient(1, "first")).unwrap();
    assert_eq!(queue.get().unwrap().1, "first");
    for name in names {
        assert_eq!(queue.get().unwrap().1, name);
    }
}
