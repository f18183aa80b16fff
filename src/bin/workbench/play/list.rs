//! `workbench play` without a name: the levels, and how far one has come.

use anyhow::Result;

use super::fit::{count, padded, widest};
use super::progress::{Best, Progress};
use crate::levels::{self, Chapter, Level};
use crate::output;
use crate::screen::{BOLD, DIM, RIGHT, Screen};

/// Columns in front of a level's name, for its mark.
const MARK: usize = 4;

/// Every level by chapter, what is done, and how to go on.
pub(super) fn tell(plain: bool) -> Result<()> {
    let mut progress = Progress::open()?;
    if let Some(trouble) = progress.trouble() {
        output::warn(&trouble);
    }
    let screen = Screen::of_words(plain);
    let all = levels::all().count();
    screen.title("play · choose who goes on, and break it", None)?;
    for chapter in levels::ALL {
        tell_chapter(&screen, chapter, &progress)?;
    }
    screen.print("")?;
    tell_labs(&screen, &progress)?;
    let done = levels::all().filter(|it| progress.best(it.name).is_some());
    let done = done.count();
    if done > 0 {
        let legend = format!(
            "x broken: {done} of {all} levels; * in no more moves than par"
        );
        screen.print(&screen.paint(&marks(&screen, &legend), DIM))?;
    }
    let line = match next(&progress) {
        Some((what, level)) => format!("{what}: workbench play {}", level.name),
        None => "All levels are broken, and none takes fewer moves. Write \
                 one: CONTRIBUTING.md says how."
            .to_owned(),
    };
    screen.print(&screen.paint(&line, BOLD))
}

fn tell_chapter(
    screen: &Screen,
    chapter: &Chapter,
    progress: &Progress,
) -> Result<()> {
    screen.print(&screen.paint(chapter.title, BOLD))?;
    let names = widest(levels::all().map(|level| level.name)) + 2;
    let titles = widest(levels::all().map(|level| level.title)) + 2;
    for level in chapter.levels {
        let best = progress.best(level.name);
        let mark = match best {
            Some(best) if best.is_at_par() => "*",
            Some(_) => "x",
            None if progress.last() == Some(level.name) => ">",
            None => " ",
        };
        let mark = padded(&format!("  {}", marks(screen, mark)), MARK);
        let name = padded(level.name, names);
        let title = padded(level.title, titles);
        let best = best.map(moves).unwrap_or_default();
        // The mark says the most of it where there is no room.
        let has_room = MARK + names + titles + best.len() <= screen.width();
        let best = if has_room { &best } else { "" };
        let mark = screen.paint(&mark, RIGHT);
        screen.print(&format!("{mark}{name}{title}{best}"))?;
    }
    Ok(())
}

fn moves(best: &Best) -> String {
    let moves = count(best.moves, "move");
    match best.par {
        Some(par) => format!("{moves}, par {par}"),
        None => moves,
    }
}

/// What was broken that is no level.
fn tell_labs(screen: &Screen, progress: &Progress) -> Result<()> {
    let labs = progress.broken().filter(|it| levels::find(it.0).is_none());
    let labs: Vec<_> = labs
        .map(|(words, best)| format!("{words} ({})", moves(best)))
        .collect();
    if !labs.is_empty() {
        screen.print(&format!("Labs, broken: {}", labs.join(", ")))?;
    }
    Ok(())
}

/// Marks in the letters of this screen.
fn marks(screen: &Screen, text: &str) -> String {
    match screen.plain() {
        true => text.to_owned(),
        false => text.replace('*', "★").replace('x', "✓").replace('>', "▸"),
    }
}

/// What to play now: what was left off, or the next one that is not broken,
/// or not at par.
fn next(progress: &Progress) -> Option<(&'static str, &'static Level)> {
    let is_last = |it: &&Level| progress.last() == Some(it.name);
    let open = |it: &&Level| progress.best(it.name).is_none();
    let from_last = levels::all().skip_while(|it| !is_last(it));
    let in_order: Vec<_> = from_last.chain(levels::all()).collect();
    if let Some(level) = in_order.iter().copied().find(open) {
        return Some(match progress.last() {
            Some(last) if last == level.name => ("Where you left off", level),
            Some(_) => ("Go on", level),
            None => ("Start here", level),
        });
    }
    let over_par =
        |it: &&Level| progress.best(it.name).is_some_and(|it| !it.is_at_par());
    let level = in_order.into_iter().find(over_par)?;
    Some(("All are broken; in fewer moves", level))
}
