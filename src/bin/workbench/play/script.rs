//! `workbench play NAME --keys "1 2 2"`: without anybody at the keys.

use std::process::ExitCode;

use anyhow::Result;

use super::Played;
use super::key::{KEYS, Key};
use super::progress::Progress;
use super::round::Round;
use super::told::Telling;
use crate::output::{self, Usage};
use crate::subject::Subject;

/// Plays `keys`. Nothing is said or kept if one of them cannot be played.
pub(super) fn run(
    subject: Subject,
    keys: &str,
    is_plain: bool,
) -> Result<Played> {
    let keys = read(keys)?;
    let mut round = Round::new(subject);
    rehearse(&mut round, &keys)?;
    let mut progress = Progress::open()?;
    let telling = Telling::new(is_plain);
    telling.beginning(&round)?;
    telling.opening(&round)?;
    for (word, key) in keys {
        // It went well before.
        round.play(key).map_err(Usage::new)?;
        telling.screen.print("")?;
        telling.played(word, key, &round)?;
    }
    let broken = round.broken();
    progress.played(&subject.words(), broken, round.par());
    if let Some(trouble) = progress.trouble() {
        output::warn(&trouble);
    }
    if !round.game.is_over() {
        telling.screen.print("nothing is broken yet")?;
    }
    Ok((ExitCode::from(u8::from(broken.is_none())), Some(round)))
}

/// The words, and the keys that they are.
fn read(keys: &str) -> Result<Vec<(&str, Key)>, Usage> {
    let mut read = Vec::new();
    for (word, number) in keys.split_whitespace().zip(1..) {
        if read.last().is_some_and(|last: &(_, Key)| last.1 == Key::Quit) {
            return Err(bad(word, number, "nothing comes after q"));
        }
        let key = Key::read(word);
        let key = key.ok_or_else(|| {
            bad(word, number, &format!("it is no key; type {KEYS}"))
        })?;
        read.push((word, key));
    }
    Ok(read)
}

/// Plays it all with nobody looking on, and goes back to the beginning.
fn rehearse(round: &mut Round, keys: &[(&str, Key)]) -> Result<(), Usage> {
    for ((word, key), number) in keys.iter().zip(1..) {
        let played = round.play(*key);
        played.map_err(|why| bad(word, number, &why))?;
    }
    if !keys.is_empty() {
        round.play(Key::Restart).map_err(Usage::new)?;
    }
    Ok(())
}

fn bad(word: &str, number: usize, why: &str) -> Usage {
    Usage::new(format!("'{word}', key {number}, cannot be played: {why}"))
}
