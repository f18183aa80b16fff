//! What CONTRIBUTING.md promises of every level.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use workbench::explore::{
    Explorer, Failure, FailureKind, GameEnd, Strategy, Verdict,
};

#[path = "../../levels/mod.rs"]
#[expect(
    clippy::module_inception,
    reason = "the levels, as the command has them, in the module that tests \
              them"
)]
mod levels;

use levels::{ALL, find};
pub(crate) use levels::{Level, all};

/// The names of what is in a folder of this package.
fn names(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let names = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_str().unwrap().to_owned()
    });
    names.collect()
}

/// The program of a level, as it is written.
fn program(level: &Level) -> &'static str {
    let (_, program) = level.source.split_once("fn program() {\n").unwrap();
    program
}

/// A shortest way to break the level: the fewest preemptions, and of those
/// the fewest switches.
pub(crate) fn shortest(level: &Level) -> Failure {
    let report = Explorer::new().strategy(Strategy::BestFirst).run(level.run);
    assert!(report.is_shortest(), "{}: too large", level.name);
    let failure = report.failure().cloned();
    failure.unwrap_or_else(|| panic!("{} cannot be broken", level.name))
}

/// Plays the level as it fails there: who was chosen, and how it ended.
pub(crate) fn played(
    level: &Level,
    failure: &Failure,
) -> (Vec<usize>, Option<GameEnd>) {
    let steps = failure.steps().iter().filter(|it| !it.is_join);
    let threads: Vec<_> = steps.map(|it| it.thread).collect();
    let mut game = Explorer::new().play(level.run);
    let mut chosen = Vec::new();
    while !game.is_over() {
        let made = game.steps().iter().filter(|it| !it.is_join);
        let thread = threads[made.count()];
        let which = game.choices().into_iter().find(|it| it.0 == thread);
        game.step(thread, which.unwrap().1).unwrap();
        chosen.push(thread);
    }
    (chosen, game.end())
}

/// Whether the level promises this.
fn promises(level: &Level, kind: FailureKind) -> bool {
    kind == level.breaks
        || (level.breaks, kind)
            == (FailureKind::LostWakeup, FailureKind::Deadlock)
}

/// Whether the program itself says what happened, and not what it used.
fn tells_the_story(failure: &Failure) -> bool {
    let foreign = ["assertion", "unwrap", "`", "overflow", "out of bounds"];
    !foreign.iter().any(|words| failure.message().contains(words))
}

/// How many sentences a text has; 0 if it does not end as one does.
fn sentences(text: &str) -> usize {
    let ends = |it: &str| it.ends_with(['.', '?']);
    if !ends(text) {
        return 0;
    }
    text.split(' ').filter(|word| ends(word)).count()
}

#[test]
fn a_level_is_found_by_the_name_of_its_file() {
    let mut files = names("levels");
    assert!(files.remove("mod") && files.remove("room"));
    let listed: Vec<_> = all().map(|level| level.name).collect();
    let unique: BTreeSet<_> = listed.iter().map(|&it| it.to_owned()).collect();
    assert_eq!(unique.len(), listed.len(), "a level is listed twice");
    assert_eq!(unique, files);
    for level in all() {
        assert_eq!(find(level.name).unwrap().name, level.name);
        let card = format!("name: \"{}\",", level.name);
        assert!(level.source.contains(&card), "{}", level.name);
    }
    assert!(find("flag").is_none());
}

#[test]
fn no_level_has_the_name_of_a_lab() {
    let labs = names("labs");
    for level in all() {
        assert!(!labs.contains(level.name), "{}", level.name);
    }
}

#[test]
fn cards_are_short_and_in_sentences() {
    for Level { name, title, goal, lesson, .. } in all() {
        assert!(title.chars().count() <= 48, "{name}: {title}");
        assert!(!title.ends_with('.'), "{name}: {title}");
        assert_eq!(sentences(goal), 1, "{name}: {goal}");
        assert!(goal.chars().count() <= 76, "{name}: {goal}");
        assert!(goal.starts_with(char::is_uppercase), "{name}: {goal}");
        assert!((1..=2).contains(&sentences(lesson)), "{name}: {lesson}");
        assert!(lesson.chars().count() <= 240, "{name}: {lesson}");
        for text in [title, goal, lesson] {
            assert_eq!(*text, text.trim(), "{name}");
            assert!(!text.contains("  ") && !text.contains('\n'), "{name}");
        }
    }
    for chapter in ALL {
        assert!(chapter.levels.len() >= 3, "{}", chapter.title);
        assert!(chapter.title.chars().count() <= 32, "{}", chapter.title);
    }
}

#[test]
fn programs_are_short() {
    for level in all() {
        let lines = program(level).lines().count() + 1;
        assert!(lines <= 40, "{}: {lines} lines", level.name);
    }
}

#[test]
fn programs_are_made_of_this_library_alone() {
    for level in all() {
        assert!(!level.source.contains("std::"), "{}", level.name);
        for word in ["sleep(", "static ", "print", "unsafe"] {
            assert!(!program(level).contains(word), "{}: {word}", level.name);
        }
    }
}

#[test]
fn everything_in_a_program_has_a_name() {
    for level in all() {
        let program = program(level);
        let count = |word| program.matches(word).count();
        let made =
            count("::new(") - count("Room::new(") + count("::unbounded(");
        assert_eq!(count(".named("), made, "{}", level.name);
        assert_eq!(count("together("), 1, "{}", level.name);
    }
}

#[test]
fn one_thread_after_the_other_does_what_it_should() {
    for level in all() {
        // The first schedule of this search has no switch that need not be.
        let once = Explorer::new().strategy(Strategy::Dfs).max_executions(1);
        let report = once.run(level.run);
        let verdict = report.verdict();
        assert_eq!(verdict, Verdict::NothingFound, "{}", level.name);
        assert_eq!(report.executions(), 1, "{}", level.name);
    }
}

#[test]
fn a_level_breaks_as_its_card_says() {
    for level in all() {
        let failure = shortest(level);
        assert_eq!(failure.kind(), level.breaks, "{}", level.name);
        assert!(tells_the_story(&failure), "{}", failure.message());
    }
}

/// Like is compared with like: a player's moves, and those of par.
#[test]
fn a_shortest_way_to_break_a_level_can_be_played_in_as_many_moves() {
    for level in all() {
        let failure = shortest(level);
        let (chosen, end) = played(level, &failure);
        let Some(GameEnd::Failed(end)) = end else {
            panic!("{}: {chosen:?}", level.name);
        };
        let same = |it: &Failure| (it.kind(), it.moves(), it.preemptions());
        assert_eq!(same(&end), same(&failure), "{}", level.name);
        assert_eq!(chosen.len(), failure.moves(), "{}", level.name);
        assert!(failure.moves() > 0, "{}", level.name);
    }
}

/// Red for a level that can be broken in two ways, both of which chance
/// finds: hardly any schedule of a level is so rare that it would not.
#[test]
fn a_level_breaks_in_no_other_way() {
    for level in all() {
        for seed in 0..20 {
            let random = Strategy::Random { seed };
            let explorer = Explorer::new().strategy(random);
            let report = explorer.max_executions(5_000).run(level.run);
            let name = level.name;
            let failure = report.failure();
            let failure = failure.unwrap_or_else(|| panic!("{name}: {seed}"));
            let kind = failure.kind();
            assert!(promises(level, kind), "{name}: {}", report.render());
            assert!(tells_the_story(failure), "{}", failure.message());
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for who adds a level")]
fn levels_get_harder() {
    for chapter in ALL {
        println!("{}", chapter.title);
        let mut hardest = 0;
        for level in chapter.levels {
            let failure = shortest(level);
            let (name, kind) = (level.name, failure.kind().words());
            let (steps, switches) =
                (failure.schedule().len(), failure.preemptions());
            println!(
                "  {name:11} {steps:3} steps, {switches} preemptions: {kind}"
            );
            // A livelock shows only when it goes round again.
            let most = match failure.kind() {
                FailureKind::Livelock => 24,
                _ => 14,
            };
            assert!((2..=most).contains(&steps), "{name}");
            assert!(steps + 1 >= hardest, "{name} is easier than one before");
            hardest = hardest.max(steps);
        }
    }
}
