//! Green tasks: who runs when, and how they end.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use workbench::coroutine::{Generator, Greenlet, Killed, green};

use super::{Cleanup, Story, panic_of};

const SHORT: Duration = Duration::from_millis(5);
/// Never over in a test that passes.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn a_task_runs_when_somebody_waits() {
    let story = Story::default();
    let told = story.clone();
    let task = green::spawn(move || {
        told.tell("ran");
        42
    });
    assert!(story.take().is_empty());
    assert!(!task.is_finished());
    assert_eq!(task.join().unwrap(), 42);
    assert_eq!(story.take(), ["ran"]);
}

/// Every sleep begins before the first is over: they add up to the longest.
#[test]
fn sleeps_overlap() {
    let story = Story::default();
    let tasks = [3, 1, 2].map(|n| {
        let story = story.clone();
        green::spawn(move || {
            story.tell(format!("{n} sleeps"));
            green::sleep(SHORT * n);
            story.tell(format!("{n} wakes"));
        })
    });
    let begun = Instant::now();
    green::join_all(tasks);
    assert!(begun.elapsed() >= SHORT * 3);
    assert_eq!(
        story.take(),
        ["3 sleeps", "1 sleeps", "2 sleeps", "1 wakes", "2 wakes", "3 wakes"]
    );
}

#[test]
fn one_after_the_other_does_not_overlap() {
    let story = Story::default();
    for n in [2, 1] {
        let story = story.clone();
        let task = green::spawn(move || {
            story.tell(format!("{n} sleeps"));
            green::sleep(SHORT * n);
            story.tell(format!("{n} wakes"));
        });
        task.join().unwrap();
    }
    assert_eq!(story.take(), ["2 sleeps", "2 wakes", "1 sleeps", "1 wakes"]);
}

#[test]
fn tasks_that_yield_take_turns() {
    let story = Story::default();
    let tasks = ["a", "b"].map(|name| {
        let story = story.clone();
        green::spawn(move || {
            for n in 1..=2 {
                story.tell(format!("{name}{n}"));
                green::yield_now();
            }
        })
    });
    green::join_all(tasks);
    assert_eq!(story.take(), ["a1", "b1", "a2", "b2"]);
}

#[test]
fn outside_of_tasks_yield_and_sleep_let_them_run() {
    let story = Story::default();
    let told = story.clone();
    let task = green::spawn(move || {
        told.tell("first");
        green::yield_now();
        told.tell("second");
        green::sleep(SHORT);
        told.tell("third");
    });
    green::yield_now();
    assert_eq!(story.take(), ["first"]);
    green::yield_now();
    assert_eq!(story.take(), ["second"]);
    green::sleep(SHORT * 4);
    assert_eq!(story.take(), ["third"]);
    assert!(task.is_finished());
}

#[test]
fn a_panic_is_reported_at_the_join_and_others_go_on() {
    let bad = green::spawn(|| panic!("out of flour"));
    let good = green::spawn(|| {
        green::sleep(SHORT);
        1
    });
    let panic = bad.join().unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"out of flour"));
    assert_eq!(good.join().unwrap(), 1);
}

#[test]
fn a_task_joins_another() {
    let slow = green::spawn(|| {
        green::sleep(SHORT);
        20
    });
    let sum = green::spawn(move || slow.join().unwrap() + 1);
    assert_eq!(sum.join().unwrap(), 21);
}

#[test]
fn a_killed_task_unwinds() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let task = green::spawn(move || {
        let _cleanup = cleanup;
        green::sleep(LONG);
    });
    green::yield_now();
    task.kill();
    assert!(task.join().unwrap_err().is::<Killed>());
    assert_eq!(story.take(), ["cleaned up"]);
}

#[test]
fn killed_before_its_start_it_never_starts() {
    let task = green::spawn(|| unreachable!("it started"));
    task.kill();
    assert!(task.join().unwrap_err().is::<Killed>());
}

#[test]
fn a_task_that_is_ready_can_be_killed() {
    let task = green::spawn(|| {
        loop {
            green::yield_now();
        }
    });
    green::yield_now();
    task.kill();
    assert!(task.join().unwrap_err().is::<Killed>());
}

#[test]
fn a_task_may_end_by_killing_itself() {
    let own: Rc<Cell<Option<green::Task<()>>>> = Rc::default();
    let given = own.clone();
    let task = green::spawn(move || {
        given.take().unwrap().kill();
        unreachable!("it is dead");
    });
    own.set(Some(task));
    green::run(|| ());
    assert!(own.take().is_none());
}

#[test]
fn killing_an_ended_task_changes_nothing() {
    let task = green::spawn(|| 1);
    green::yield_now();
    task.kill();
    assert_eq!(task.join().unwrap(), 1);
}

/// Would wait for ever, if it could wait.
struct Sleeps(Story);

impl Drop for Sleeps {
    fn drop(&mut self) {
        green::sleep(LONG);
        green::yield_now();
        self.0.tell("dropped");
    }
}

#[test]
fn a_destructor_of_a_killed_task_does_not_sleep() {
    for started in [true, false] {
        let story = Story::default();
        let sleeps = Sleeps(story.clone());
        let task = green::spawn(move || {
            let _sleeps = sleeps;
            green::sleep(LONG);
        });
        if started {
            green::yield_now();
        }
        task.kill();
        assert!(task.join().unwrap_err().is::<Killed>());
        assert_eq!(story.take(), ["dropped"]);
    }
}

#[test]
fn in_time_the_value_comes() {
    assert_eq!(green::timeout(LONG, || 1), Ok(1));
    let task = green::spawn(|| {
        green::timeout(LONG, || {
            green::sleep(SHORT);
            1
        })
    });
    assert_eq!(task.join().unwrap(), Ok(1));
}

#[test]
fn out_of_time_the_closure_is_unwound() {
    let story = Story::default();
    let told = story.clone();
    let task = green::spawn(move || {
        let result = green::timeout(SHORT, || {
            let _cleanup = Cleanup(told.clone(), "cleaned up");
            green::sleep(LONG);
        });
        told.tell("goes on");
        result
    });
    assert_eq!(task.join().unwrap(), Err(green::TimedOut));
    assert_eq!(story.take(), ["cleaned up", "goes on"]);
}

#[test]
fn a_join_can_have_a_timeout() {
    let task = green::spawn(|| green::sleep(LONG));
    let joined = green::timeout(SHORT, || task.join());
    assert!(joined.is_err());
}

#[test]
fn of_two_timeouts_the_right_one_is_over() {
    let nested = |outer: Duration, inner: Duration| {
        green::timeout(outer, || green::timeout(inner, || green::sleep(LONG)))
    };
    assert_eq!(nested(SHORT, LONG), Err(green::TimedOut));
    assert_eq!(nested(LONG, SHORT), Ok(Err(green::TimedOut)));
}

/// Both are over when the task gets to run again.
#[test]
fn a_timeout_that_comes_second_is_not_lost() {
    let task = green::spawn(|| {
        green::timeout(SHORT * 2, || {
            let inner = green::timeout(SHORT, || green::sleep(LONG));
            assert_eq!(inner, Err(green::TimedOut));
            green::sleep(LONG);
        })
    });
    let hog = green::spawn(|| workbench::thread::sleep(SHORT * 4));
    green::join_all([hog]);
    assert_eq!(task.join().unwrap(), Err(green::TimedOut));
}

#[test]
fn waiting_for_ever_is_an_error_that_counts_the_tasks() {
    std::thread::spawn(|| {
        type Handle = Rc<Cell<Option<green::Task<()>>>>;
        let (one, two) = (Handle::default(), Handle::default());
        let join = |other: &Handle| {
            let other = other.clone();
            green::spawn(move || drop(other.take().unwrap().join()))
        };
        let (first, second) = (join(&two), join(&one));
        one.set(Some(first));
        two.set(Some(second));
        let text = panic_of(|| green::run(|| ()));
        assert_eq!(
            text,
            "nothing can run any more: 2 green tasks wait, and there is no \
             timer and no socket to wake one"
        );
    })
    .join()
    .unwrap();
}

#[test]
fn joining_oneself_is_an_error() {
    let own: Rc<Cell<Option<green::Task<()>>>> = Rc::default();
    let given = own.clone();
    let text = Rc::new(Cell::new(String::new()));
    let said = text.clone();
    let task = green::spawn(move || {
        let own = given.take().unwrap();
        said.set(panic_of(|| own.join()));
    });
    own.set(Some(task));
    green::run(|| ());
    assert_eq!(
        text.take(),
        "a task cannot join itself: it would wait for ever"
    );
}

#[test]
fn run_waits_for_tasks_that_nobody_joins() {
    let story = Story::default();
    let told = story.clone();
    let value = green::run(|| {
        green::spawn(move || {
            green::sleep(SHORT);
            let inner = told.clone();
            green::spawn(move || inner.tell("grandchild"));
            told.tell("child");
        });
        7
    });
    assert_eq!(value, 7);
    assert_eq!(story.take(), ["child", "grandchild"]);
}

#[test]
fn a_task_may_wait_inside_a_generator() {
    let ticks = |story: Story| {
        green::spawn(move || {
            let ticks = Generator::new(move |y| {
                for n in 1..=2 {
                    green::sleep(SHORT);
                    y.yield_(n);
                }
            });
            ticks.for_each(|n| story.tell(n));
        })
    };
    let story = Story::default();
    green::join_all([ticks(story.clone()), ticks(story.clone())]);
    assert_eq!(story.take(), ["1", "1", "2", "2"]);
}

#[test]
fn a_task_has_greenlets_of_its_own() {
    let ping_pong = |story: Story, name: &'static str| {
        green::spawn(move || {
            let greenlet = Greenlet::new(move |n| {
                let main = Greenlet::main();
                green::sleep(SHORT); // suspends the task, not the greenlet
                let n = main.switch(n + 1);
                green::sleep(SHORT);
                n + 1
            });
            story.tell(format!("{name}{}", greenlet.switch(0)));
            story.tell(format!("{name}{}", greenlet.switch(10)));
        })
    };
    let story = Story::default();
    let (a, b) = (story.clone(), story.clone());
    green::join_all([ping_pong(a, "a"), ping_pong(b, "b")]);
    assert_eq!(story.take(), ["a1", "b1", "a11", "b11"]);
}

#[test]
fn another_tasks_running_greenlet_cannot_be_switched_to() {
    let busy = Greenlet::new(|()| green::sleep(LONG));
    let runs = green::spawn({
        let busy = busy.clone();
        move || busy.switch(())
    });
    let text = green::spawn(move || panic_of(|| busy.switch(())));
    let text = text.join().unwrap();
    assert!(text.starts_with("the greenlet is running"), "{text}");
    runs.kill();
    assert!(runs.join().unwrap_err().is::<Killed>());
}

/// Two hundred unwind at once, while others go on.
#[test]
fn panics_do_not_leak_into_other_tasks() {
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            green::spawn(move || {
                green::yield_now();
                assert!(!std::thread::panicking());
                if n % 2 == 0 {
                    std::panic::resume_unwind(Box::new(n));
                }
                green::yield_now();
                n
            })
        })
        .collect();
    for (n, left) in green::join_all(tasks).into_iter().enumerate() {
        assert_eq!(left.is_err(), n % 2 == 0);
    }
}

#[test]
fn tasks_that_are_left_when_their_thread_ends_harm_nobody() {
    std::thread::spawn(|| {
        let waits = green::spawn(|| green::sleep(LONG));
        green::spawn(move || waits.join().is_ok());
        green::spawn(|| green::sleep(LONG));
        green::yield_now();
        green::spawn(|| ());
    })
    .join()
    .unwrap();
}

#[test]
fn a_time_beyond_the_clock_is_for_ever() {
    let done = green::timeout(Duration::MAX, || {
        green::sleep(SHORT);
        1
    });
    assert_eq!(done, Ok(1));
    let sleeper = green::spawn(|| green::sleep(Duration::MAX));
    green::sleep(SHORT);
    assert!(!sleeper.is_finished());
    sleeper.kill();
    assert!(sleeper.join().is_err());
}
