//! Python's claims for greenlets.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use workbench::coroutine::{Generator, Greenlet};

use super::{Cleanup, Story, panic_of};

#[test]
fn two_that_switch_by_hand_tell_12_56_34_78() {
    let story = Story::default();
    let test2 = Greenlet::empty();
    let test1 = Greenlet::new({
        let (story, test2) = (story.clone(), test2.clone());
        move |()| {
            story.tell(12);
            test2.switch(());
            story.tell(34);
            test2.switch(());
        }
    });
    test2.set_run({
        let (story, test1) = (story.clone(), test1.clone());
        move |()| {
            story.tell(56);
            test1.switch(());
            story.tell(78);
        }
    });
    test1.switch(());
    assert_eq!(story.take(), ["12", "56", "34", "78"]);
    assert!(test2.is_dead());
    assert!(!test1.is_dead());
}

#[test]
fn values_are_passed_both_ways() {
    let adder = Greenlet::new(|first| {
        let main = Greenlet::main();
        let second = main.switch(first + 1);
        second + 2
    });
    assert_eq!(adder.switch(10), 11);
    assert_eq!(adder.switch(20), 22);
    assert!(adder.is_dead());
}

#[test]
fn it_ends_into_its_parent_not_into_who_switched() {
    let story = Story::default();
    let outer = Greenlet::new({
        let story = story.clone();
        move |_| {
            let inner = Greenlet::new(|_| 2);
            let sibling = Greenlet::new({
                let inner = inner.clone();
                move |_| inner.switch(0)
            });
            // `inner` ends into this one, which made it.
            story.tell(sibling.switch(0));
            story.tell(sibling.is_dead());
            sibling.throw("not needed any more")
        }
    });
    assert_eq!(panic_of(|| outer.switch(0)), "not needed any more");
    assert_eq!(story.take(), ["2", "false"]);
}

#[test]
fn a_panic_goes_to_the_parent() {
    let child = Greenlet::new(|()| panic!("out of flour"));
    assert_eq!(panic_of(|| child.switch(())), "out of flour");
    assert!(child.is_dead());
}

#[test]
fn a_parent_can_catch_its_childs_panic() {
    let parent = Greenlet::new(|_| {
        let child = Greenlet::new(|_| panic!("out of flour"));
        panic_of(|| child.switch(String::new()))
    });
    assert_eq!(parent.switch(String::new()), "out of flour");
}

#[test]
fn a_dead_one_stands_for_its_parent() {
    let child = Greenlet::new(|n: i32| n);
    child.switch(1);
    assert_eq!(child.switch(2), 2, "the parent is who switches");
    let parent = Greenlet::new(|_| {
        let main = Greenlet::main();
        let child = Greenlet::new(|n| n);
        child.switch(0);
        let helper = Greenlet::new({
            let child = child.clone();
            move |_| child.switch(7)
        });
        main.switch(helper.switch(0))
    });
    assert_eq!(parent.switch(0), 7, "its value went to the parent");
}

#[test]
fn switching_to_oneself_returns_the_value() {
    assert_eq!(Greenlet::current().switch(3), 3);
    let greenlet = Greenlet::new(|n| Greenlet::current().switch(n + 1));
    assert_eq!(greenlet.switch(3), 4);
}

#[test]
fn what_is_thrown_arrives_at_the_switch() {
    let greenlet = Greenlet::new(|_| {
        let main = Greenlet::main();
        panic_of(|| main.switch("waiting".to_owned()))
    });
    assert_eq!(greenlet.switch(String::new()), "waiting");
    assert_eq!(greenlet.throw("stop"), "stop");
    assert!(greenlet.is_dead());
}

#[test]
fn what_is_thrown_and_not_caught_goes_to_the_parent() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let greenlet = Greenlet::new(move |()| {
        let _cleanup = cleanup;
        Greenlet::main().switch(());
    });
    greenlet.switch(());
    assert_eq!(panic_of(|| greenlet.throw("stop")), "stop");
    assert_eq!(story.take(), ["cleaned up"]);
    assert_eq!(panic_of(|| greenlet.throw("again")), "again");
}

#[test]
fn thrown_into_before_its_start_it_is_dead() {
    let greenlet = Greenlet::new(|()| unreachable!("it started"));
    assert_eq!(panic_of(|| greenlet.throw("stop")), "stop");
    assert!(greenlet.is_dead());
}

#[test]
fn dropped_while_suspended_its_stack_is_unwound() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    let greenlet = Greenlet::new(move |()| {
        let _cleanup = cleanup;
        Greenlet::main().switch(());
        unreachable!("nobody switches to it");
    });
    greenlet.switch(());
    assert!(story.take().is_empty());
    drop(greenlet);
    assert_eq!(story.take(), ["cleaned up"]);
}

#[test]
fn one_that_nobody_can_switch_to_any_more_is_unwound() {
    let story = Story::default();
    let cleanup = Cleanup(story.clone(), "cleaned up");
    Greenlet::new(move |()| {
        let _cleanup = cleanup;
        Greenlet::main().switch(());
    })
    .switch(());
    assert_eq!(story.take(), ["cleaned up"]);
}

#[test]
fn peers_that_switch_a_million_times_use_no_stack() {
    const ROUNDS: u32 = 1_000_000;
    let pong = Greenlet::empty();
    let ping = Greenlet::new({
        let pong = pong.clone();
        move |mut n| {
            while n < ROUNDS {
                n = pong.switch(n + 1);
            }
            n
        }
    });
    pong.set_run({
        let ping = ping.clone();
        move |mut n| {
            loop {
                n = ping.switch(n + 1);
            }
        }
    });
    assert!(ping.switch(0) >= ROUNDS);
}

#[test]
fn current_and_parent_name_the_greenlets() {
    let main = Greenlet::<()>::main();
    assert_eq!(Greenlet::current(), main);
    assert_eq!(main.parent(), None);
    let inside = Rc::new(RefCell::new(None));
    let own = inside.clone();
    let greenlet = Greenlet::new(move |()| {
        *own.borrow_mut() = Some(Greenlet::<()>::current());
    });
    assert_eq!(greenlet.parent(), Some(main.clone()));
    greenlet.switch(());
    assert_eq!(inside.take(), Some(greenlet));
    assert_eq!(Greenlet::current(), main);
}

#[test]
fn one_without_a_function_cannot_run() {
    let empty = Greenlet::<()>::empty();
    assert_eq!(
        panic_of(|| empty.switch(())),
        "the greenlet has no function to run"
    );
    empty.set_run(|()| ());
    assert_eq!(
        panic_of(|| empty.set_run(|()| ())),
        "the greenlet has a function already"
    );
    empty.switch(());
    assert!(empty.is_dead());
}

#[test]
fn values_of_two_types_do_not_mix() {
    let number = Greenlet::new(|n: i32| n);
    let text = Greenlet::new({
        let number = number.clone();
        move |_: String| panic_of(|| number.switch(1))
    });
    let said = text.switch(String::new());
    assert!(said.contains("different types"), "{said}");
    assert_eq!(number.switch(1), 1);
}

#[test]
fn a_switch_out_of_a_generator_takes_it_along() {
    let greenlet = Greenlet::new(|_| {
        let main = Greenlet::main();
        let numbers = Generator::new(move |y| {
            let inside = Greenlet::<i32>::current();
            y.yield_(main.switch(1));
            assert!(inside == Greenlet::current());
            y.yield_(main.switch(2));
        });
        numbers.sum()
    });
    assert_eq!(greenlet.switch(0), 1);
    assert_eq!(greenlet.switch(10), 2);
    assert_eq!(greenlet.switch(20), 30);
}

#[test]
fn dropped_inside_a_generator_both_are_unwound() {
    let story = Story::default();
    let told = story.clone();
    let greenlet = Greenlet::new(move |()| {
        let _outer = Cleanup(told.clone(), "greenlet");
        let mut steps: Generator<()> = Generator::new(move |_| {
            let _inner = Cleanup(told, "generator");
            Greenlet::main().switch(());
        });
        steps.next();
    });
    greenlet.switch(());
    drop(greenlet);
    assert_eq!(story.take(), ["generator", "greenlet"]);
}

/// The panic count is the thread's: a switch must not leave it behind.
#[test]
fn a_caught_panic_leaves_nobody_panicking() {
    let greenlet = Greenlet::new(|_| {
        let main = Greenlet::main();
        let caught = catch_unwind(|| panic!("inside"));
        main.switch(caught.is_err());
        std::thread::panicking()
    });
    assert!(greenlet.switch(false));
    assert!(!std::thread::panicking());
    assert!(!greenlet.switch(false));
    let _ = catch_unwind(AssertUnwindSafe(|| greenlet.throw(1)));
    assert!(!std::thread::panicking());
}
