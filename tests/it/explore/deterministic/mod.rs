//! A program that is not the same every time is called that, and no other.

mod other;
mod same;
mod told;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize as Counter;

use workbench::explore::{
    Explorer, Failure, FailureKind, GameEnd, Report, Schedule, Strategy,
    Verdict, replay,
};
use workbench::sync::Mutex;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};
use workbench::thread;

type Program = Box<dyn Fn() + Send + Sync>;

/// `None` for one after the other, as it is done unless one is asked for.
const STRATEGIES: [Option<Strategy>; 6] = [
    None,
    Some(Strategy::Dpor),
    Some(Strategy::Dfs),
    Some(Strategy::BestFirst),
    Some(Strategy::Random { seed: 3 }),
    Some(Strategy::Pct { seed: 3, depth: 3 }),
];

fn explore(strategy: Option<Strategy>, program: Program) -> Report {
    let explorer = Explorer::new().max_executions(300);
    match strategy {
        Some(strategy) => explorer.strategy(strategy).run(program),
        None => explorer.run(program),
    }
}

/// Two threads that add to the same number. The first of them does something
/// before that, so many times.
fn so_many_times(times: impl Fn() -> usize) {
    let count = Arc::new(AtomicU32::new(0).named("count"));
    let other = thread::spawn({
        let count = count.clone();
        move || {
            count.fetch_add(1, SeqCst);
            count.fetch_add(1, SeqCst);
        }
    });
    let own = Mutex::new(0);
    for _ in 0..times() {
        *own.lock() += 1;
    }
    count.fetch_add(1, SeqCst);
    other.join().unwrap();
}

#[test]
fn whatever_goes_by_something_else_is_called_not_deterministic() {
    for strategy in STRATEGIES {
        for (name, program) in other::programs() {
            let report = explore(strategy, program);
            let all = format!("{name}, {strategy:?}: {}", report.render());
            let failure = report.failure().unwrap_or_else(|| panic!("{all}"));
            assert_eq!(failure.kind(), FailureKind::NotDeterministic, "{all}");
            assert!(!report.is_exhaustive(), "{all}");
            let place = failure.place().unwrap_or_else(|| panic!("{all}"));
            assert!(place.file.contains("deterministic"), "{all}");
            assert!(failure.message().contains(&place.short()), "{all}");
        }
    }
}

#[test]
fn nothing_else_is_called_so() {
    let explorers = [
        Explorer::new(),
        Explorer::new().time_in_order(true),
        Explorer::new().wake_any(true).look_inside(true),
    ];
    for (which, explorer) in explorers.iter().enumerate() {
        for strategy in STRATEGIES {
            for (name, program) in same::battery() {
                let mut explorer = explorer.clone().max_executions(200);
                if let Some(strategy) = strategy {
                    explorer = explorer.strategy(strategy);
                }
                let report = explorer.run(program);
                let kind = report.failure().map(Failure::kind);
                let all = report.render();
                assert_ne!(
                    kind,
                    Some(FailureKind::NotDeterministic),
                    "{name}, {which}, {strategy:?}: {all}"
                );
            }
        }
    }
}

/// It does something else the second time, and then never again.
#[test]
fn one_execution_of_many_is_compared_with_its_neighbours() {
    for strategy in STRATEGIES {
        let runs = Counter::new(0);
        let program = move || {
            let is_second = runs.fetch_add(1, SeqCst) == 1;
            so_many_times(|| is_second.into());
        };
        let report = explore(strategy, Box::new(program));
        let all = format!("{strategy:?}: {}", report.render());
        let failure = report.failure().unwrap_or_else(|| panic!("{all}"));
        assert_eq!(failure.kind(), FailureKind::NotDeterministic, "{all}");
    }
}

/// The first time it panics, and then never again.
#[test]
fn a_failure_that_does_not_come_again_is_none_to_trust() {
    for strategy in STRATEGIES {
        let first = Counter::new(0);
        let program = move || {
            so_many_times(|| 0);
            assert!(first.fetch_add(1, SeqCst) > 0, "only once");
        };
        let report = explore(strategy, Box::new(program));
        let all = report.render();
        let failure = report.failure().unwrap();
        assert_eq!(failure.kind(), FailureKind::NotDeterministic, "{all}");
    }
}

#[test]
fn a_message_may_differ_from_one_time_to_the_next() {
    let count = Counter::new(0);
    let report = Explorer::new().run(move || {
        so_many_times(|| 0);
        panic!("attempt {}", count.fetch_add(1, SeqCst));
    });
    let failure = report.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::Panic, "{}", report.render());
}

#[test]
fn a_program_that_is_replayed_must_be_the_same_too() {
    let schedule: Schedule = "0".parse().unwrap();
    for (name, program) in other::by_counts() {
        let report = replay(&schedule, program);
        let all = format!("{name}: {}", report.render());
        let failure = report.failure().unwrap_or_else(|| panic!("{all}"));
        assert_eq!(failure.kind(), FailureKind::NotDeterministic, "{all}");
        assert!(failure.place().is_some(), "{all}");
    }
    for (name, program) in same::battery() {
        let report = replay(&Schedule::default(), program);
        let all = format!("{name}: {}", report.render());
        let kind = report.failure().map(Failure::kind);
        assert_ne!(kind, Some(FailureKind::NotDeterministic), "{all}");
    }
}

#[test]
fn a_schedule_of_another_program_is_called_that() {
    let schedule: Schedule = "0,0,0,5".parse().unwrap();
    let report = replay(&schedule, || so_many_times(|| 3));
    let failure = report.failure().unwrap();
    assert_eq!(failure.kind(), FailureKind::OtherProgram);
    let message = failure.message();
    assert!(message.contains("another program"), "{message}");
    assert_eq!(report.verdict(), Verdict::Failed);
    assert_eq!(report.sentence(), "of another program");
}

#[test]
fn a_game_ends_where_the_program_does_something_else() {
    let runs = Counter::new(0);
    let mut game = Explorer::new().play(move || {
        so_many_times(|| runs.fetch_add(1, SeqCst));
    });
    assert!(game.end().is_none());
    let (thread, which) = game.choices()[0];
    game.step(thread, which).unwrap();
    let Some(GameEnd::Failed(failure)) = game.end() else {
        panic!("{game:?} goes on");
    };
    assert_eq!(failure.kind(), FailureKind::NotDeterministic);
}
