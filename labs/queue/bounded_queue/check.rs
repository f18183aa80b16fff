//! What a queue does, whoever goes on when.

use workbench::exercise::Check;
use workbench::sync::Mutex;
use workbench::thread::{self, Builder};

use super::Queue;

#[test]
fn check() {
    Check::new("bounded_queue")
        .always("so many can be put before anybody comes", room_for_two)
        .always("what is put first is got first", in_order)
        .waits("put waits while it is full", full)
        .waits("get waits while it is empty", empty)
        .always("a producer and a consumer take turns", take_turns)
        .always("two produce, two consume, and nothing is lost", four)
        .run();
}

fn room_for_two() {
    let queue = Queue::new(2);
    queue.put('a');
    queue.put('b');
}

fn in_order() {
    let queue = Queue::new(2);
    queue.put('a');
    queue.put('b');
    assert_eq!((queue.get(), queue.get()), ('a', 'b'));
}

fn full() {
    let queue = Queue::new(2);
    for item in 1..=3 {
        queue.put(item);
    }
}

fn empty() {
    let queue = Queue::new(2);
    queue.put('a');
    queue.get();
    queue.get();
}

fn take_turns() {
    let queue = Queue::new(1);
    thread::scope(|scope| {
        scope.spawn(|| (1..=3).for_each(|item| queue.put(item)));
        let got: Vec<i32> = (1..=3).map(|_| queue.get()).collect();
        assert_eq!(got, [1, 2, 3], "what was got");
    });
}

fn four() {
    let queue = Queue::new(1);
    let got = Mutex::new(Vec::new()).named("got");
    thread::scope(|scope| {
        let (queue, got) = (&queue, &got);
        let start = |name: &str| Builder::new().name(name);
        for (name, item) in [("ann", 1), ("ben", 2)] {
            let put = move || queue.put(item);
            start(name).spawn_scoped(scope, put).unwrap();
        }
        for name in ["cleo", "dan"] {
            let get = move || {
                let item = queue.get();
                got.lock().push(item);
            };
            start(name).spawn_scoped(scope, get).unwrap();
        }
    });
    let mut got = got.into_inner();
    got.sort_unstable();
    assert_eq!(got, [1, 2], "what was got");
}
