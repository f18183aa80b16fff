//! Python's claims for generators.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use workbench::coroutine::{Generator, Killed, SendError};

use super::{Cleanup, Story, panic_of};

/// The course's consumer: takes numbers until it is sent 0.
fn consumer(story: &Story) -> Generator<&'static str, u32> {
    let story = story.clone();
    Generator::new(move |y| {
        let mut reply = "";
        loop {
            let n = y.yield_(reply);
            if n == 0 {
                return;
            }
            story.tell(format!("consuming {n}"));
            reply = "200 OK";
        }
    })
}

#[test]
fn producer_and_consumer_take_turns() {
    let story = Story::default();
    let mut consumer = consumer(&story);
    consumer.next();
    for n in 1..=2 {
        story.tell(format!("producing {n}"));
        let reply = consumer.send(n).unwrap();
        story.tell(format!("consumer said {reply}"));
    }
    consumer.close();
    assert_eq!(
        story.take(),
        [
            "producing 1",
            "consuming 1",
            "consumer said 200 OK",
            "producing 2",
            "consuming 2",
            "consumer said 200 OK",
        ]
    );
}

#[test]
fn nothing_runs_before_the_first_next() {
    let story = Story::default();
    let told = story.clone();
    let mut generator: Generator<i32> = Generator::new(move |y| {
        told.tell("started");
        y.yield_(1);
    });
    assert!(story.take().is_empty());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(story.take(), ["started"]);
}

#[test]
fn first_next_then_send() {
    let mut consumer = consumer(&Story::default());
    assert_eq!(consumer.send(1), Err(SendError::NotStarted(1)));
    assert_eq!(consumer.next(), Some(""));
    assert_eq!(consumer.send(1), Ok("200 OK"));
}

#[test]
fn a_later_next_sends_the_default() {
    let mut consumer = consumer(&Story::default());
    consumer.next();
    assert_eq!(consumer.next(), None, "it returns when it is sent 0");
}

#[test]
fn a_for_loop_takes_what_is_yielded() {
    let mut seen = Vec::new();
    for n in Generator::new(|y| {
        y.yield_(1);
        y.yield_(2);
    }) {
        seen.push(n);
    }
    assert_eq!(seen, [1, 2]);
}

#[test]
fn a_value_at_the_end() {
    let mut sum = Generator::new(|y| {
        let first: i32 = y.yield_(());
        first + y.yield_(())
    });
    assert_eq!(sum.next(), Some(()));
    assert_eq!(sum.send(40), Ok(()));
    assert_eq!(sum.returned(), None);
    assert_eq!(sum.send(2), Err(SendError::Returned));
    assert_eq!(sum.returned(), Some(42));
    assert_eq!(sum.returned(), None, "it was taken");
}

#[test]
fn an_ended_one_yields_nothing_more() {
    let mut consumer = consumer(&Story::default());
    consumer.next();
    consumer.next();
    assert!(consumer.has_ended());
    assert_eq!(consumer.next(), None);
    assert_eq!(consumer.send(7), Err(SendError::Ended(7)));
}

#[test]
fn throw_arrives_at_the_yield() {
    let mut generator: Generator<i32> = Generator::new(|y| {
        let thrown = y.try_yield(1).unwrap_err();
        assert_eq!(thrown.downcast_ref(), Some(&"stop"));
        y.yield_(2);
    });
    generator.next();
    assert_eq!(generator.throw("stop"), Some(2));
    assert_eq!(generator.next(), None);
}

#[test]
fn what_is_thrown_can_be_caught_as_a_panic() {
    let mut generator: Generator<i32> = Generator::new(|y| {
        let caught = catch_unwind(AssertUnwindSafe(|| y.yield_(1)));
        assert!(caught.unwrap_err().is::<u8>());
    });
    generator.next();
    assert_eq!(generator.throw(7u8), None, "it returned");
    assert!(generator.has_ended());
}

#[test]
fn what_is_thrown_and_not_handled_comes_back() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let mut generator: Generator<i32> = Generator::new(move |y| {
        let _cleanup = cleanup;
        y.yield_(1);
    });
    generator.next();
    assert_eq!(panic_of(|| generator.throw("stop")), "stop");
    assert_eq!(story.take(), ["cleaned up"]);
    assert!(generator.has_ended());
    assert_eq!(panic_of(|| generator.throw("again")), "again");
}

#[test]
fn thrown_into_before_its_start_it_never_starts() {
    let mut generator: Generator<i32> =
        Generator::new(|_| panic!("it started"));
    assert_eq!(panic_of(|| generator.throw("stop")), "stop");
    assert_eq!(generator.next(), None);
}

#[test]
fn close_runs_the_clean_up_once() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let mut generator: Generator<i32> = Generator::new(move |y| {
        let _cleanup = cleanup;
        loop {
            // Not an error that `try_yield` returns.
            let _ = y.try_yield(1);
        }
    });
    generator.next();
    generator.close();
    assert_eq!(story.take(), ["cleaned up"]);
    assert!(generator.has_ended());
    generator.close();
    drop(generator);
    assert!(story.take().is_empty());
}

#[test]
fn closed_before_its_start_it_never_starts() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "dropped");
    let mut generator: Generator<i32> = Generator::new(move |_| {
        cleanup.0.tell("started");
    });
    generator.close();
    assert_eq!(story.take(), ["dropped"]);
    assert_eq!(generator.next(), None);
}

#[test]
fn a_generator_that_returns_when_closed_leaves_its_value() {
    let mut generator: Generator<i32, (), &str> = Generator::new(|y| {
        let closed = catch_unwind(AssertUnwindSafe(|| y.yield_(1)));
        assert!(closed.unwrap_err().is::<Killed>());
        "left early"
    });
    generator.next();
    generator.close();
    assert_eq!(generator.returned(), Some("left early"));
}

#[test]
fn yielding_on_when_closed_is_an_error() {
    let mut generator: Generator<i32> = Generator::new(|y| {
        let _ = catch_unwind(AssertUnwindSafe(|| y.yield_(1)));
        y.yield_(2);
    });
    generator.next();
    let text = panic_of(|| generator.close());
    assert_eq!(text, "the generator yielded on although it was closed");
    assert!(!generator.has_ended());
    generator.close();
    assert!(generator.has_ended());
}

#[test]
fn dropped_half_way_it_cleans_up() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let mut generator: Generator<i32> = Generator::new(move |y| {
        let _cleanup = cleanup;
        y.yield_(1);
        unreachable!("nobody resumes it");
    });
    generator.next();
    drop(generator);
    assert_eq!(story.take(), ["cleaned up"]);
}

#[test]
fn dropped_while_its_owner_panics_it_cleans_up() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let text = panic_of(move || {
        let mut generator: Generator<i32> = Generator::new(move |y| {
            let _cleanup = cleanup;
            y.yield_(1);
        });
        generator.next();
        panic!("the owner's");
    });
    assert_eq!(text, "the owner's");
    assert_eq!(story.take(), ["cleaned up"]);
    assert!(!std::thread::panicking());
}

#[test]
fn one_that_never_gives_in_is_leaked_when_dropped() {
    let mut generator: Generator<i32> = Generator::new(|y| {
        loop {
            let _ = catch_unwind(AssertUnwindSafe(|| y.yield_(1)));
        }
    });
    generator.next();
    drop(generator);
}

#[test]
fn a_panic_goes_on_in_the_resumer() {
    let mut generator: Generator<i32> =
        Generator::new(|_| panic!("out of flour"));
    assert_eq!(panic_of(|| generator.next()), "out of flour");
    assert_eq!(generator.next(), None);
}

/// A thread that unwinds may resume a generator in a destructor: it is not
/// the generator that unwinds.
#[test]
fn one_that_is_resumed_by_a_destructor_may_yield() {
    struct Resumes(Generator<i32>, Rc<Cell<Option<i32>>>);
    impl Drop for Resumes {
        fn drop(&mut self) {
            self.1.set(self.0.next());
        }
    }
    let yielded = Rc::new(Cell::new(None));
    let generator = Generator::new(|y| y.yield_(1));
    let resumes = Resumes(generator, yielded.clone());
    panic_of(move || {
        let _resumes = resumes;
        panic!("the owner's");
    });
    assert_eq!(yielded.get(), Some(1));
}

/// `next` takes `&mut self`, so that only a `RefCell` can be asked.
#[test]
fn resuming_a_running_one_is_refused() {
    type Shared = Rc<RefCell<Option<Generator<bool>>>>;
    let shared: Shared = Rc::default();
    let own = shared.clone();
    let generator = Generator::new(move |y| {
        y.yield_(own.try_borrow_mut().is_err());
    });
    *shared.borrow_mut() = Some(generator);
    let refused = shared.borrow_mut().as_mut().unwrap().next();
    assert_eq!(refused, Some(true));
    shared.borrow_mut().take();
}

#[test]
fn a_generator_may_resume_another() {
    fn upto(n: u32) -> Generator<u32> {
        Generator::new(move |y| {
            if n > 0 {
                upto(n - 1).for_each(|below| y.yield_(below));
                y.yield_(n);
            }
        })
    }
    assert!(upto(50).eq(1..=50));
}

#[test]
fn a_thousand_live_at_once() {
    let mut all: Vec<Generator<usize>> = (0..1000)
        .map(|n| {
            Generator::new(move |y| {
                y.yield_(n);
                y.yield_(n + 1);
            })
        })
        .collect();
    for (n, one) in all.iter_mut().enumerate() {
        assert_eq!(one.next(), Some(n));
    }
    for (n, one) in all.iter_mut().enumerate() {
        assert_eq!(one.next(), Some(n + 1));
    }
}
