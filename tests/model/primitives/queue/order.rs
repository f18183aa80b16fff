//! Who comes out first.

use std::collections::BTreeSet;

use workbench::queue::{LifoQueue, PriorityQueue, Queue, textbook};

use super::super::{both, explorer, outcomes};

/// What is got of what one thread puts while another gets it.
macro_rules! got {
    ($queue:expr, $items:expr) => {
        outcomes(&explorer(), || {
            let queue = $queue;
            let put = || {
                for item in $items {
                    queue.put(item).unwrap();
                }
            };
            let get = || [queue.get().unwrap(), queue.get().unwrap()];
            both(put, get).1
        })
    };
}

/// Red if `try_get` of `ring.rs` or `swap.rs` takes another than the first;
/// in the textbook, `pop_back`.
#[test]
fn first_in_first_out() {
    let in_order = BTreeSet::from([[1, 2]]);
    assert_eq!(got!(Queue::new(1), [1, 2]), in_order);
    assert_eq!(got!(Queue::new(2), [1, 2]), in_order);
    assert_eq!(got!(Queue::unbounded(), [1, 2]), in_order);
    assert_eq!(got!(textbook::Queue::new(1), [1, 2]), in_order);
    assert_eq!(got!(textbook::Queue::unbounded(), [1, 2]), in_order);
}

/// Red if `pop` in `lifo.rs` takes the first.
#[test]
fn last_in_first_out() {
    let all = BTreeSet::from([[1, 2], [2, 1]]);
    assert_eq!(got!(LifoQueue::unbounded(), [1, 2]), all);
    assert_eq!(got!(LifoQueue::new(1), [1, 2]), BTreeSet::from([[1, 2]]));
}

/// Red if the order of `Entry` in `priority.rs` is the items' own.
#[test]
fn smallest_first() {
    let all = BTreeSet::from([[1, 2], [2, 1]]);
    assert_eq!(got!(PriorityQueue::unbounded(), [2, 1]), all);
    let in_order = BTreeSet::from([[1, 2]]);
    assert_eq!(got!(PriorityQueue::unbounded(), [1, 2]), in_order);
    assert_eq!(got!(PriorityQueue::new(1), [1, 2]), in_order);
}
