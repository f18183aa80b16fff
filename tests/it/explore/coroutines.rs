//! Coroutines inside explored programs: a thread that gives way in the middle
//! of one leaves it where it is, and no other thread sees it.

use std::sync::Arc;
use std::time::Duration;

use workbench::coroutine::{Generator, Greenlet, green};
use workbench::explore::{Explorer, FailureKind, Verdict};
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::thread;

/// Runs `part` in two threads.
fn twice(part: impl Fn(&AtomicU32) + Clone + Send + 'static) -> u32 {
    let sum = Arc::new(AtomicU32::new(0).named("sum"));
    let threads = [(); 2].map(|()| {
        let (part, sum) = (part.clone(), sum.clone());
        thread::spawn(move || part(&sum))
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    sum.load(SeqCst)
}

#[test]
fn a_generator_that_takes_a_lock_in_the_middle_is_one_of_its_thread() {
    let report = Explorer::new().run(|| {
        let lock = Arc::new(Mutex::new(0).named("lock"));
        let threads = [(); 2].map(|()| {
            let lock = lock.clone();
            thread::spawn(move || {
                let generator: Generator<u32> = Generator::new(move |y| {
                    for _ in 0..2 {
                        *lock.lock() += 1;
                        y.yield_(1);
                    }
                });
                generator.sum::<u32>()
            })
        });
        let sums = threads.map(|thread| thread.join().unwrap());
        assert_eq!((sums, *lock.lock()), ([2, 2], 4));
    });
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
    assert_eq!(report.executions(), 6); // the orders of two and two
}

/// Red if `here::resume` does not ask the kernel to carry over who is
/// current.
#[test]
fn greenlets_of_two_threads_do_not_see_each_other() {
    let report = Explorer::new().run(|| {
        let sum = twice(|sum| {
            let main = Greenlet::<u32>::main();
            let other = Greenlet::new(move |value| {
                let value = main.switch(value + 1);
                value + 1
            });
            let first = other.switch(1);
            sum.fetch_add(first, SeqCst);
            let second = other.switch(10);
            sum.fetch_add(second, SeqCst);
        });
        assert_eq!(sum, 26);
    });
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
}

/// Steps in the middle of a green task: another thread runs its own tasks
/// meanwhile. Red as above.
#[test]
fn green_tasks_of_two_threads_do_not_see_each_other() {
    let report = Explorer::new().run(|| {
        let shared = Arc::new(AtomicU32::new(0).named("shared"));
        let threads = [(); 2].map(|()| {
            let shared = shared.clone();
            thread::spawn(move || {
                let tasks = [1, 10].map(|n| {
                    let shared = shared.clone();
                    green::spawn(move || {
                        shared.fetch_add(n, SeqCst);
                        green::sleep(Duration::from_secs(n.into()));
                        n
                    })
                });
                tasks.map(|task| task.join().unwrap())
            })
        });
        let ends = threads.map(|thread| thread.join().unwrap());
        assert_eq!(ends, [[1, 10], [1, 10]]);
        assert_eq!(shared.load(SeqCst), 22);
    });
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
}

#[test]
fn a_lost_update_between_green_tasks_of_two_threads_is_found() {
    let report = Explorer::new().run(|| {
        let sum = twice(|sum| {
            let seen = sum.load(SeqCst);
            green::yield_now();
            sum.store(seen + 1, SeqCst);
        });
        assert_eq!(sum, 2);
    });
    let failure = report.failure().expect("an update is lost");
    assert_eq!(failure.kind(), FailureKind::Panic);
}

/// An execution that is cut short unwinds what is suspended in coroutines.
#[test]
fn a_deadlock_inside_of_coroutines_is_found_and_left_behind() {
    let report = Explorer::new().run(|| {
        let locks = Arc::new([Mutex::new(()), Mutex::new(())]);
        let threads = [(0, 1), (1, 0)].map(|(first, second)| {
            let locks = locks.clone();
            thread::spawn(move || {
                let task = green::spawn(move || {
                    let _first = locks[first].lock();
                    let _second = locks[second].lock();
                });
                task.join().unwrap();
            })
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
    let failure = report.failure().expect("a deadlock");
    assert_eq!(failure.kind(), FailureKind::Deadlock);
    assert_eq!(report.executions(), 3);
}
