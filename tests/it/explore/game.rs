//! A program that somebody steps through by hand.

use std::sync::mpsc;

use workbench::explore::{
    CannotStep, Explorer, FailureKind, Game, GameEnd, Schedule,
};
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::sync::{Condvar, Mutex};
use workbench::thread;

/// Two threads, each of which locks what the other has.
fn circle() -> Game {
    Explorer::new().play(|| {
        let knife = Mutex::new(()).named("knife");
        let fork = Mutex::new(()).named("fork");
        thread::scope(|scope| {
            let named = |name: &str| thread::Builder::new().name(name);
            let ann = || drop((knife.lock(), fork.lock()));
            let ben = || drop((fork.lock(), knife.lock()));
            named("ann").spawn_scoped(scope, ann).unwrap();
            named("ben").spawn_scoped(scope, ben).unwrap();
        });
    })
}

fn failure(game: &Game) -> (FailureKind, String) {
    match game.end() {
        Some(GameEnd::Failed(it)) => (it.kind(), it.message().to_owned()),
        other => panic!("it has not failed: {other:?}"),
    }
}

/// What every thread has done, in order, without joins.
fn done(game: &Game) -> Vec<(usize, &str)> {
    let steps = game.steps().iter().filter(|it| !it.is_join);
    steps.map(|it| (it.thread, it.text.as_str())).collect()
}

#[test]
fn circle_is_closed_by_hand_and_opened_again() {
    let mut game = circle();
    assert_eq!(game.choices(), [(1, 0), (2, 0)]);
    game.step(1, 0).unwrap();
    game.step(2, 0).unwrap();
    assert_eq!(failure(&game).0, FailureKind::Deadlock);
    assert_eq!((game.moves(), game.preemptions()), (2, 1));
    assert!(game.is_over() && game.choices().is_empty());
    assert!(game.undo());
    assert!(game.end().is_none());
    assert_eq!(done(&game), [(1, "knife.lock")]);
    game.restart();
    assert_eq!(done(&game), []);
    assert!(!game.undo());
}

#[test]
fn what_nobody_has_to_choose_goes_on_by_itself() {
    let mut game = circle();
    game.step(1, 0).unwrap();
    game.step(1, 0).unwrap();
    // Ben is alone now, and main joins them both.
    assert!(matches!(game.end(), Some(GameEnd::Finished)));
    let expected = [
        (1, "knife.lock"),
        (1, "fork.lock"),
        (2, "fork.lock"),
        (2, "knife.lock"),
    ];
    assert_eq!(done(&game), expected);
    assert_eq!(game.moves(), 2);
    assert!(game.undo());
    assert_eq!(done(&game), expected[..1]);
}

#[test]
fn refused_steps_say_why() {
    let mut game = circle();
    assert_eq!(game.step(3, 0), Err(CannotStep::NoThread));
    assert_eq!(
        game.step(0, 0).unwrap_err().to_string(),
        "main waits for the end of ann"
    );
    assert_eq!(game.step(1, 1), Err(CannotStep::NoOutcome("ann".into())));
    game.step(1, 0).unwrap();
    game.step(2, 0).unwrap();
    assert_eq!(
        game.step(2, 0).unwrap_err().to_string(),
        "ben waits for knife, which ann has"
    );
    assert_eq!(done(&game).len(), 2, "a refused step changes nothing");
}

#[test]
fn nothing_can_be_stepped_after_the_end() {
    let mut game = circle();
    game.step(1, 0).unwrap();
    game.step(1, 0).unwrap();
    assert_eq!(game.step(1, 0), Err(CannotStep::Over));
}

/// Red if a step with several outcomes is made by itself.
#[test]
fn outcome_is_chosen_where_there_are_several() {
    let mut game = Explorer::new().wake_any(true).play(|| {
        let shelf = Mutex::new(0).named("shelf");
        let baked = Condvar::new().named("baked");
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut loaves = shelf.lock();
                    baked.wait_while(&mut loaves, |it| *it == 0);
                    *loaves -= 1;
                });
            }
            scope.spawn(|| {
                *shelf.lock() += 2;
                baked.notify_one();
                baked.notify_all();
            });
        });
    });
    // Whoever has the lock goes on by itself, into the wait set.
    game.step(1, 0).unwrap();
    game.step(2, 0).unwrap();
    // And so does the last one.
    assert_eq!(game.choices(), [(3, 0), (3, 1)]);
    game.step(3, 1).unwrap();
    let waits = |it: usize| game.standing()[it].waits_for.as_deref();
    assert_eq!((waits(1), waits(2)), (Some("baked"), None));
}

/// The kernel learns that it matters when locks are given back only when
/// somebody tries one. Red if the steps up to then are not kept.
#[test]
fn game_stands_where_it_stood_when_more_turns_out_to_be_a_step() {
    let mut game = Explorer::new().play(|| {
        let door = Mutex::new(()).named("door");
        let late = AtomicU32::new(0).named("late");
        thread::scope(|scope| {
            scope.spawn(|| {
                drop(door.lock());
                drop(door.lock());
                late.store(1, SeqCst);
            });
            scope.spawn(|| {
                late.load(SeqCst);
                assert!(door.try_lock().is_some(), "it is free");
            });
        });
    });
    for thread in [1, 1, 2] {
        game.step(thread, 0).unwrap();
    }
    game.step(2, 0).unwrap();
    let expected = [
        (1, "door.lock"),
        (1, "door.unlock"),
        (1, "door.lock"),
        (1, "door.unlock"),
        (2, "late.load → 0"),
        (2, "door.try_lock"),
    ];
    assert_eq!(done(&game)[..6], expected);
    assert!(game.undo());
    assert_eq!(done(&game), expected[..5]);
}

#[test]
fn program_that_does_not_come_back_ends_the_game_until_it_is_taken_back() {
    let mut game = Explorer::new().play(|| {
        let door = AtomicU32::new(0).named("door");
        thread::scope(|scope| {
            scope.spawn(|| {
                door.store(1, SeqCst);
                let (_kept, never) = mpsc::channel::<()>();
                let _ = never.recv();
            });
            scope.spawn(|| [door.load(SeqCst), door.load(SeqCst)]);
        });
    });
    game.step(1, 0).unwrap();
    let (kind, message) = failure(&game);
    assert_eq!(kind, FailureKind::Stuck);
    assert!(message.contains("not of this library"), "{message}");
    assert_eq!(game.step(2, 0), Err(CannotStep::Over));
    assert!(game.undo());
    assert!(game.end().is_none());
    game.step(2, 0).unwrap();
    assert_eq!(done(&game), [(2, "door.load → 0")]);
}

#[test]
fn game_follows_what_was_played_before() {
    let mut game = circle();
    game.step(2, 0).unwrap();
    game.step(1, 0).unwrap();
    let schedule: Schedule = game.schedule().to_string().parse().unwrap();
    let before = failure(&game);
    let mut again = circle();
    again.follow(&schedule);
    assert_eq!(failure(&again), before);
    assert_eq!((again.moves(), again.preemptions()), (2, 1));
}

/// Red if the thousand steps that it takes to be sure are told.
#[test]
fn steps_that_are_repeated_for_ever_are_there_once() {
    let mut game = Explorer::new().play(|| {
        let [a, b] = ["a", "b"].map(|name| AtomicU32::new(0).named(name));
        let stand = |mine: &AtomicU32, other: &AtomicU32| {
            mine.store(1, SeqCst);
            while other.load(SeqCst) == 1 {}
        };
        thread::scope(|scope| {
            scope.spawn(|| stand(&a, &b));
            scope.spawn(|| stand(&b, &a));
        });
    });
    for thread in [1, 2, 1, 2, 1] {
        game.step(thread, 0).unwrap();
    }
    assert_eq!(failure(&game).0, FailureKind::Livelock);
    let expected = [
        (1, "a.store ← 1"),
        (2, "b.store ← 1"),
        (1, "b.load → 1"),
        (2, "a.load → 1"),
        (1, "b.load → 1"),
    ];
    assert_eq!(done(&game), expected);
    assert!(game.undo());
    assert_eq!(done(&game), expected[..4]);
}
