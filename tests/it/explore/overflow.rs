//! A thread that uses up its stack is a finding.

use std::hint::black_box;
use std::sync::Arc;

use workbench::coroutine::Generator;
use workbench::explore::{
    Explorer, Failure, FailureKind, Report, Strategy, Verdict,
};
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::thread;

use crate::again::{again, given, name_of};

/// Goes down without an end, and comes to no step on its way.
fn fall(depth: u64) -> u64 {
    if black_box(depth) == u64::MAX { 0 } else { fall(depth + 1) + depth }
}

/// Goes down without an end, and allocates at every level.
#[expect(unconditional_recursion, reason = "that is what is tested")]
fn fall_allocating(depth: u64) -> usize {
    let text = format!("level {depth}");
    fall_allocating(depth + 1) + black_box(text).len()
}

/// Goes down without an end, with a step at every level.
#[expect(unconditional_recursion, reason = "that is what is tested")]
fn fall_counting(depth: &AtomicU32) -> u32 {
    let room = black_box([depth.fetch_add(1, SeqCst); 128]);
    fall_counting(depth) + room[0]
}

fn overflow(report: &Report) -> &Failure {
    let failure = report.failure().unwrap();
    assert_eq!(
        failure.kind(),
        FailureKind::StackOverflow,
        "{}",
        report.render()
    );
    failure
}

/// Whatever went before, a program is explored as ever.
fn explores_as_ever() {
    let report = Explorer::new().run(|| {
        let left = Arc::new(Mutex::new(2));
        let other = thread::spawn({
            let left = left.clone();
            move || *left.lock() -= 1
        });
        *left.lock() -= 1;
        other.join().unwrap();
        assert_eq!(*left.lock(), 0);
    });
    assert_eq!(report.verdict(), Verdict::Proved, "{}", report.render());
}

#[test]
fn recursion_without_end_in_a_thread_names_it_and_its_last_step() {
    let line = line!() + 4;
    let report = Explorer::new().run(|| {
        let count = Arc::new(AtomicU32::new(0).named("count"));
        let other = thread::spawn(move || {
            count.store(1, SeqCst);
            fall(0)
        });
        let _ = other.join();
    });
    let failure = overflow(&report);
    assert!(failure.message().contains("Thread-1"), "{}", failure.message());
    assert_eq!(failure.place().unwrap().line, line);
    assert!(failure.steps().iter().any(|it| it.text.starts_with("count")));
    explores_as_ever();
}

#[test]
fn recursion_without_end_in_the_main_thread_is_found_before_any_step() {
    let report = Explorer::new().run(|| {
        fall(0);
    });
    let failure = overflow(&report);
    assert!(failure.message().contains("main"), "{}", failure.message());
    assert_eq!(failure.place(), None);
    explores_as_ever();
}

#[test]
fn recursion_without_end_is_found_while_it_allocates() {
    let report = Explorer::new().run(|| {
        let count = Arc::new(AtomicU32::new(0).named("count"));
        let other = thread::spawn(move || {
            count.store(1, SeqCst);
            fall_allocating(0)
        });
        let _ = other.join();
    });
    let failure = overflow(&report);
    assert!(failure.message().contains("Thread-1"), "{}", failure.message());
    assert!(failure.steps().iter().any(|it| it.text.starts_with("count")));
    explores_as_ever();
}

#[test]
fn recursion_with_steps_unwinds_and_leaks_nothing() {
    struct Noted(Arc<std::sync::atomic::AtomicU32>);
    impl Drop for Noted {
        fn drop(&mut self) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    let dropped = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let seen = dropped.clone();
    let report = Explorer::new().strategy(Strategy::Dfs).run(move || {
        let _noted = Noted(dropped.clone());
        fall_counting(&AtomicU32::new(0));
    });
    overflow(&report);
    // Once while it was explored, and once for its trace.
    assert_eq!(seen.load(SeqCst), 2);
    explores_as_ever();
}

#[test]
fn recursion_without_end_in_a_generator_is_its_threads() {
    for fall in [fall as fn(u64) -> u64, |_| fall_allocating(0) as u64] {
        let report = Explorer::new().run(move || {
            let other = thread::spawn(move || {
                let mut falls = Generator::<u64>::new(move |y| {
                    y.yield_(1);
                    y.yield_(fall(0));
                });
                assert_eq!(falls.next(), Some(1));
                falls.next()
            });
            let _ = other.join();
        });
        let message = overflow(&report).message();
        assert!(message.contains("Thread-1"), "{message}");
        explores_as_ever();
    }
}

#[test]
fn a_generator_that_overflows_at_a_step_unwinds_with_its_thread() {
    let report = Explorer::new().run(|| {
        let count = AtomicU32::new(0);
        let mut falls = Generator::<u32>::new(move |y| {
            y.yield_(fall_counting(&count));
        });
        falls.next();
    });
    overflow(&report);
    explores_as_ever();
}

#[test]
fn an_overflow_in_some_interleavings_leaves_the_others() {
    let report = Explorer::new()
        .strategy(Strategy::Dfs)
        .count_failures(true)
        .run(|| {
            let flag = Arc::new(AtomicU32::new(0));
            let other = thread::spawn({
                let flag = flag.clone();
                move || flag.store(1, SeqCst)
            });
            if flag.load(SeqCst) == 1 {
                fall(0);
            }
            let _ = other.join();
        });
    overflow(&report);
    assert!(report.is_exhaustive());
    assert_eq!((report.failures(), report.executions()), (1, 2));
}

#[test]
fn threads_that_borrow_from_a_stack_that_overflows_are_unwound_before() {
    let report = Explorer::new().run(|| {
        let text = String::from("borrowed");
        let never = Mutex::new(());
        let _held = never.lock();
        thread::scope(|scope| {
            scope.spawn(|| {
                struct Reads<'a>(&'a str);
                impl Drop for Reads<'_> {
                    fn drop(&mut self) {
                        assert_eq!(self.0, "borrowed");
                    }
                }
                let _reads = Reads(&text);
                drop(never.lock());
            });
            thread::yield_now();
            fall(0);
        });
    });
    overflow(&report);
    explores_as_ever();
}

#[test]
#[cfg(target_os = "linux")]
fn a_thread_of_the_system_overflows_as_ever() {
    use std::os::unix::process::ExitStatusExt;

    if given().is_some() {
        explores_as_ever();
        let thread = thread::Builder::new().name("deep").spawn(|| fall(0));
        let _ = thread.unwrap().join();
        unreachable!();
    }
    let name = name_of!(a_thread_of_the_system_overflows_as_ever);
    let output = again(name, "");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("'deep'"), "{error}");
    assert!(error.contains("has overflowed its stack"), "{error}");
    assert_eq!(output.status.signal(), Some(6)); // SIGABRT
}

#[test]
#[cfg(target_os = "linux")]
fn another_fault_of_a_thread_that_is_explored_ends_the_process() {
    use std::os::unix::process::ExitStatusExt;

    if given().is_some() {
        Explorer::new().run(|| {
            let nowhere = black_box(std::ptr::without_provenance::<u8>(8));
            #[expect(unsafe_code, reason = "safe code does not fault")]
            // SAFETY: none; the process is to end here.
            let byte = unsafe { nowhere.read_volatile() };
            assert_eq!(byte, 0);
        });
        unreachable!();
    }
    let name =
        name_of!(another_fault_of_a_thread_that_is_explored_ends_the_process);
    assert_eq!(again(name, "").status.signal(), Some(11)); // SIGSEGV
}
