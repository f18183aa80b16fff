//! Threads: Python's claims about `threading.Thread`, one test each.

use std::collections::HashSet;
use std::panic;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use workbench::thread::{self, Builder, JoinHandle};

/// Only ever over when a test fails.
const LONG: Duration = Duration::from_secs(60);
/// Only ever over: what it is waited for does not come.
const SHORT: Duration = Duration::from_millis(20);

/// A thread that lives until `sender` is dropped.
fn waiting(builder: Builder) -> (JoinHandle<()>, mpsc::Sender<()>) {
    let (sender, receiver) = mpsc::channel::<()>();
    let body = move || assert!(receiver.recv_timeout(LONG).is_err());
    (builder.spawn(body).unwrap(), sender)
}

#[test]
fn a_thread_has_the_name_it_was_given() {
    let worker = Builder::new().name("worker");
    let handle = worker.spawn(|| thread::current().name()).unwrap();
    assert_eq!(handle.thread().name(), "worker");
    assert_eq!(handle.join().unwrap(), "worker");
}

#[test]
fn unnamed_threads_are_numbered_from_1_in_each_program() {
    let names = || {
        thread::run(|| {
            let first = thread::spawn(|| thread::current().name());
            let named = Builder::new().name("other").spawn(|| ()).unwrap();
            let second = thread::spawn(|| thread::current().name());
            named.join().unwrap();
            (first.join().unwrap(), second.join().unwrap())
        })
    };
    let expected = ("Thread-1".to_owned(), "Thread-2".to_owned());
    assert_eq!(names(), expected);
    assert_eq!(names(), expected);
}

#[test]
fn a_thread_can_be_renamed() {
    let (handle, end) = waiting(Builder::new().name("before"));
    handle.thread().set_name("after");
    assert_eq!(handle.thread().name(), "after");
    drop(end);
    handle.join().unwrap();
}

#[test]
fn a_name_with_a_zero_byte_is_refused() {
    thread::run(|| {
        let refused = Builder::new().name("a\0b").spawn(|| ()).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
        assert_eq!(thread::active_count(), 1);
    });
}

#[test]
fn a_thread_that_the_system_refuses_leaves_nothing_behind() {
    thread::run(|| {
        let huge = Builder::new().stack_size(1 << 60);
        assert!(huge.spawn(|| ()).is_err());
        assert_eq!(thread::active_count(), 1);
        assert_eq!(thread::current().name(), "main");
    });
}

#[test]
fn enumerate_sees_a_thread_from_its_start_to_its_end() {
    thread::run(|| {
        assert_eq!(thread::active_count(), 1);
        for _ in 0..100 {
            let (handle, end) = waiting(Builder::new());
            let thread = handle.thread().clone();
            assert!(thread.is_alive());
            assert!(thread::enumerate().contains(&thread));
            assert_eq!(thread::active_count(), 2);
            drop(end);
            handle.join().unwrap();
            assert!(!thread.is_alive());
            assert!(!thread::enumerate().contains(&thread));
            assert_eq!(thread::active_count(), 1);
        }
    });
}

#[test]
fn a_thread_that_is_not_alive_is_not_enumerated() {
    thread::run(|| {
        for _ in 0..200 {
            let handle = thread::spawn(|| ());
            let thread = handle.thread().clone();
            while thread.is_alive() {
                std::hint::spin_loop();
            }
            assert!(!thread::enumerate().contains(&thread));
            handle.join().unwrap();
        }
    });
}

#[test]
fn a_thread_that_panicked_is_not_seen_after_its_join() {
    thread::run(|| {
        let handle = thread::spawn(|| panic::resume_unwind(Box::new(())));
        let thread = handle.thread().clone();
        assert!(handle.join().is_err());
        assert!(!thread.is_alive());
        assert_eq!(thread::active_count(), 1);
    });
}

#[test]
fn joining_oneself_panics_and_does_not_hang() {
    let (sender, receiver) = mpsc::channel::<JoinHandle<()>>();
    let (done, outcome) = mpsc::channel();
    let handle = thread::spawn(move || {
        let own = receiver.recv_timeout(LONG).unwrap();
        let join = panic::AssertUnwindSafe(move || own.join());
        let _ = done.send(panic::catch_unwind(join).map_err(|panic| {
            panic.downcast_ref::<&str>().copied().unwrap_or("").to_owned()
        }));
    });
    sender.send(handle).unwrap();
    let message = outcome.recv_timeout(LONG).unwrap().unwrap_err();
    assert_eq!(message, "a thread cannot join itself: it would wait for ever");
}

#[test]
fn join_returns_the_value() {
    assert_eq!(thread::spawn(|| 6 * 7).join().unwrap(), 42);
}

#[test]
fn join_timeout_gives_the_handle_back_while_the_thread_goes_on() {
    let (handle, end) = waiting(Builder::new());
    let begin = Instant::now();
    let handle = handle.join_timeout(SHORT).unwrap_err();
    assert!(begin.elapsed() >= SHORT);
    assert!(!handle.is_finished());
    drop(end);
    assert!(handle.join_timeout(LONG).unwrap().is_ok());
}

#[test]
fn join_timeout_without_a_bound_waits_for_the_end() {
    let handle = thread::spawn(|| 1);
    assert_eq!(handle.join_timeout(Duration::MAX).unwrap().unwrap(), 1);
}

#[test]
fn is_finished_after_the_end() {
    let (handle, end) = waiting(Builder::new());
    assert!(!handle.is_finished());
    drop(end);
    let begin = Instant::now();
    while !handle.is_finished() {
        assert!(begin.elapsed() < LONG);
        thread::yield_now();
    }
    handle.join().unwrap();
}

#[test]
fn a_thread_of_a_scope_is_finished_after_its_end() {
    thread::scope(|scope| {
        let (end, ended) = mpsc::channel::<()>();
        let named = Builder::new().name("inner");
        let wait = move || ended.recv().unwrap_err();
        let handle = named.spawn_scoped(scope, wait).unwrap();
        assert_eq!(handle.thread().name(), "inner");
        assert!(!handle.is_finished());
        drop(end);
        let begin = Instant::now();
        while !handle.is_finished() {
            assert!(begin.elapsed() < LONG);
            thread::yield_now();
        }
        handle.join().unwrap();
    });
}

#[test]
fn the_daemon_flag_is_inherited_unless_it_is_given() {
    let is_daemon = || thread::current().is_daemon();
    let child = move || thread::spawn(is_daemon).join().unwrap();
    let of = |builder: Builder| builder.spawn(child).unwrap().join().unwrap();
    assert!(!of(Builder::new()));
    assert!(of(Builder::new().daemon(true)));
    let stubborn = Builder::new().daemon(true).spawn(move || {
        let plain = Builder::new().daemon(false);
        plain.spawn(is_daemon).unwrap().join().unwrap()
    });
    assert!(!stubborn.unwrap().join().unwrap());
}

#[test]
fn run_waits_for_the_last_thread_that_is_no_daemon() {
    let ended = Arc::new(AtomicBool::new(false));
    let left = ended.clone();
    thread::run(move || {
        let (leaving, main_left) = mpsc::channel::<()>();
        thread::spawn(move || {
            assert!(main_left.recv_timeout(LONG).is_err());
            thread::sleep(SHORT);
            left.store(true, SeqCst);
        });
        drop(leaving);
    });
    assert!(ended.load(SeqCst));
}

#[test]
fn run_waits_for_a_thread_that_is_started_while_main_leaves() {
    let ended = Arc::new(AtomicU32::new(0));
    let count = ended.clone();
    thread::run(move || {
        fn start_next(left: u32, count: Arc<AtomicU32>) {
            thread::spawn(move || {
                thread::yield_now();
                if left > 0 {
                    start_next(left - 1, count.clone());
                }
                count.fetch_add(1, SeqCst);
            });
        }
        start_next(19, count);
    });
    assert_eq!(ended.load(SeqCst), 20);
}

#[test]
fn run_does_not_wait_for_a_daemon() {
    let (daemon, end) = thread::run(|| waiting(Builder::new().daemon(true)));
    assert!(daemon.thread().is_alive());
    drop(end);
    daemon.join().unwrap();
}

#[test]
fn run_waits_before_it_passes_a_panic_on() {
    let ended = Arc::new(AtomicBool::new(false));
    let left = ended.clone();
    let program = panic::AssertUnwindSafe(|| {
        thread::run(move || {
            thread::spawn(move || {
                thread::sleep(SHORT);
                left.store(true, SeqCst);
            });
            panic::resume_unwind(Box::new("main"));
        });
    });
    let panic = panic::catch_unwind(program).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"main"));
    assert!(ended.load(SeqCst));
}

#[test]
fn programs_do_not_see_each_other() {
    let (handle, end) = waiting(Builder::new());
    thread::run(|| {
        assert_eq!(thread::current().name(), "main");
        assert_eq!(thread::active_count(), 1);
    });
    drop(end);
    handle.join().unwrap();
}

#[test]
fn a_panic_joins_as_an_error_and_the_rest_goes_on() {
    let (other, end) = waiting(Builder::new());
    let handle = thread::spawn(|| panic::resume_unwind(Box::new("broken")));
    let panic = handle.join().unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"broken"));
    assert!(other.thread().is_alive());
    drop(end);
    other.join().unwrap();
}

/// Not a test of its own: what the next one runs in a process of its own.
#[test]
#[ignore = "panics on purpose"]
fn panics_in_a_named_thread() {
    let worker = Builder::new().name("worker-7");
    assert!(worker.spawn(|| panic!("out of tea")).unwrap().join().is_err());
}

#[test]
fn a_panic_is_reported_with_the_name_of_its_thread() {
    let this = std::env::current_exe().unwrap();
    let output = std::process::Command::new(this)
        .args(["thread::panics_in_a_named_thread", "--exact"])
        .args(["--ignored", "--nocapture"])
        .output()
        .unwrap();
    let report = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{report}");
    assert!(report.contains("worker-7"), "{report}");
    assert!(report.contains("out of tea"), "{report}");
}

/// Not a test of its own: it sets the hook of the whole process.
#[test]
#[ignore = "sets the panic hook of the process"]
fn sets_a_panic_hook() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    panic::set_hook(Box::new(move |_| {
        let std = std::thread::current().name().map(str::to_owned);
        log.lock().unwrap().push((std, thread::current().name()));
    }));
    let worker = Builder::new().name("worker");
    assert!(worker.spawn(|| panic!("seen once")).unwrap().join().is_err());
    let expected = (Some("worker".to_owned()), "worker".to_owned());
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[test]
fn a_custom_panic_hook_sees_a_panic_once() {
    let this = std::env::current_exe().unwrap();
    let output = std::process::Command::new(this)
        .args(["thread::sets_a_panic_hook", "--exact", "--ignored"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn ids_are_never_used_twice() {
    let start = || thread::spawn(|| thread::current().id());
    let handles: Vec<_> = (0..20).map(|_| start()).collect();
    let mut ids: HashSet<_> =
        handles.into_iter().map(|handle| handle.join().unwrap()).collect();
    ids.insert(start().join().unwrap());
    ids.insert(thread::current().id());
    assert_eq!(ids.len(), 22);
}

#[cfg(target_os = "linux")]
#[test]
fn native_ids_are_unique_among_the_living() {
    let all_here = Arc::new(Barrier::new(20));
    let handles: Vec<_> = (0..20)
        .map(|_| {
            let all_here = all_here.clone();
            thread::spawn(move || {
                let id = thread::current().native_id().unwrap();
                all_here.wait();
                id
            })
        })
        .collect();
    let ids: HashSet<_> =
        handles.into_iter().map(|handle| handle.join().unwrap()).collect();
    assert_eq!(ids.len(), 20);
}

#[test]
fn a_small_stack_holds_a_thread() {
    for bytes in [0, 1, 16 << 10, 64 << 10] {
        let small = Builder::new().stack_size(bytes);
        assert_eq!(small.spawn(|| 1 + 1).unwrap().join().unwrap(), 2);
    }
}

#[test]
fn a_large_stack_holds_deep_recursion() {
    fn depth(left: u32) -> u32 {
        let frame = std::hint::black_box([left; 256]);
        if left == 0 { 0 } else { depth(left - 1) + frame[0] / left }
    }
    // At least 20 MB of frames, against 2 MiB by default.
    let large = Builder::new().stack_size(128 << 20);
    let deep = large.spawn(|| depth(20_000)).unwrap();
    assert_eq!(deep.join().unwrap(), 20_000);
}

/// Threads of this process named `name`: `/proc` of the process itself, not
/// of the test that runs beside this one.
#[cfg(target_os = "linux")]
fn system_threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let comm = |task: std::fs::DirEntry| {
        std::fs::read_to_string(task.path().join("comm")).ok()
    };
    let names = tasks.filter_map(|task| comm(task.ok()?));
    names.filter(|comm| comm.trim_end() == name).count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_threads_at_once_leak_nothing() {
    thread::run(|| {
        let all_here = Arc::new(Barrier::new(101));
        let start = |_| {
            let all_here = all_here.clone();
            let one = Builder::new().name("of-a-hundred");
            one.spawn(move || all_here.wait()).unwrap()
        };
        let handles: Vec<_> = (0..100).map(start).collect();
        assert_eq!(thread::active_count(), 101);
        all_here.wait();
        for handle in handles {
            handle.join().unwrap();
        }
        assert_eq!(thread::active_count(), 1);
        // The system takes a joined thread off its list a moment later.
        let begin = Instant::now();
        while system_threads("of-a-hundred") > 0 {
            assert!(begin.elapsed() < LONG);
            thread::yield_now();
        }
    });
}

#[test]
fn unpark_before_park_is_kept_once() {
    thread::spawn(|| {
        thread::current().unpark();
        thread::current().unpark();
        thread::park();
        assert!(!thread::park_timeout(SHORT));
    })
    .join()
    .unwrap();
}

#[test]
fn unpark_wakes_a_parked_thread() {
    let woken = Arc::new(AtomicBool::new(false));
    let told = woken.clone();
    let handle = thread::spawn(move || {
        thread::park();
        assert!(told.load(SeqCst));
    });
    woken.store(true, SeqCst);
    handle.thread().unpark();
    handle.join().unwrap();
}

#[test]
fn park_timeout_says_whether_it_was_unparked() {
    let handle = thread::spawn(|| thread::park_timeout(LONG));
    handle.thread().unpark();
    assert!(handle.join().unwrap());
}

#[test]
fn an_unpark_at_the_deadline_is_not_lost() {
    const ROUNDS: u32 = 5000;
    let seen = Arc::new(AtomicU32::new(0));
    let count = seen.clone();
    let parked = thread::spawn(move || {
        let begin = Instant::now();
        while count.load(SeqCst) < ROUNDS {
            if thread::park_timeout(Duration::from_nanos(1)) {
                count.fetch_add(1, SeqCst);
            }
            assert!(begin.elapsed() < LONG, "an unpark was lost");
        }
    });
    for round in 0..ROUNDS {
        parked.thread().unpark();
        while seen.load(SeqCst) == round && parked.thread().is_alive() {
            std::hint::spin_loop();
        }
    }
    parked.join().unwrap();
}

#[test]
fn threads_of_a_scope_borrow_and_end_in_it() {
    let mut numbers = [1, 2, 3, 4];
    let (left, right) = numbers.split_at_mut(2);
    let sum = thread::scope(|scope| {
        scope.spawn(|| left.iter_mut().for_each(|n| *n *= 10));
        let right = scope.spawn(|| {
            right.iter_mut().for_each(|n| *n *= 10);
            right.iter().sum::<i32>()
        });
        right.join().unwrap()
    });
    assert_eq!((numbers, sum), ([10, 20, 30, 40], 70));
}

#[test]
fn a_thread_of_a_scope_starts_another() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        let count = &count;
        scope.spawn(move || {
            scope.spawn(move || count.fetch_add(1, SeqCst));
            count.fetch_add(1, SeqCst);
        });
    });
    assert_eq!(count.load(SeqCst), 2);
}

#[test]
fn a_panic_in_a_scope_waits_for_its_threads() {
    let ended = AtomicBool::new(false);
    let scope = panic::AssertUnwindSafe(|| {
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(SHORT);
                ended.store(true, SeqCst);
            });
            panic::resume_unwind(Box::new("scope"));
        })
    });
    let panic = panic::catch_unwind(scope).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"scope"));
    assert!(ended.load(SeqCst));
}

#[test]
#[should_panic(expected = "a scoped thread panicked")]
fn an_unjoined_panic_of_a_scope_is_passed_on() {
    thread::scope(|scope| {
        scope.spawn(|| panic::resume_unwind(Box::new("unseen")));
    });
}

#[test]
fn sleep_lasts_at_least_as_long_as_asked() {
    let begin = Instant::now();
    thread::sleep(SHORT);
    assert!(begin.elapsed() >= SHORT);
}

#[test]
fn a_thread_of_std_is_alive_until_it_ends() {
    let (sender, receiver) = mpsc::channel();
    let stranger = std::thread::Builder::new().name("stranger".into());
    let handle = stranger.spawn(move || {
        let own = thread::current();
        assert!(own.is_alive());
        sender.send(own).unwrap();
    });
    let thread = receiver.recv_timeout(LONG).unwrap();
    assert_eq!(thread.name(), "stranger");
    handle.unwrap().join().unwrap();
    assert!(!thread.is_alive());
}
