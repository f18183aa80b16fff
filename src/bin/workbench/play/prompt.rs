//! A round line by line, where there is no terminal, or a full screen is not
//! wanted.

use std::io::{self, BufRead, IsTerminal, Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::Result;

use super::Played;
use super::key::{KEYS, Key};
use super::progress::Progress;
use super::round::Round;
use super::seat::Next;
use super::told::Telling;
use crate::output;
use crate::subject::Subject;

/// Asks for keys until somebody quits or there are none left.
pub(super) fn run(subject: Subject, is_plain: bool) -> Result<Played> {
    let telling = Telling::new(is_plain);
    let mut progress = Progress::open()?;
    let mut round = Round::new(subject);
    telling.beginning(&round)?;
    keep(&mut progress, &round);
    telling.opening(&round)?;
    while let Some(words) = ask(&round)? {
        if !play(&telling, &mut round, &words)? {
            break;
        }
        if round.broken().is_some() {
            keep(&mut progress, &round);
        }
    }
    Ok((ExitCode::SUCCESS, Some(round)))
}

fn keep(progress: &mut Progress, round: &Round) {
    let words = round.subject.words();
    progress.played(&words, round.broken(), round.par());
    if let Some(trouble) = progress.trouble() {
        output::warn(&trouble);
    }
}

/// Plays the words of a line up to the first that cannot be played; false
/// where somebody quits.
fn play(telling: &Telling, round: &mut Round, words: &str) -> Result<bool> {
    for word in words.split_whitespace() {
        let Some(key) = Key::read(word) else {
            let why = format!("'{word}' is no key; type {KEYS}");
            telling.screen.print(&why)?;
            return Ok(true);
        };
        if key == Key::Quit {
            return Ok(false);
        }
        if let Err(why) = round.play(key) {
            telling.screen.print(&why)?;
            return Ok(true);
        }
        telling.played(word, key, round)?;
    }
    Ok(true)
}

/// The next line, if there is one.
fn ask(round: &Round) -> io::Result<Option<String>> {
    let can = |next: &Next| matches!(next, Next::Can(_));
    let seats = round.seats();
    let seats = seats.iter().filter(|it| can(&it.next));
    let numbers: Vec<_> = seats.map(|it| it.number.to_string()).collect();
    let question = match round.game.is_over() {
        true => "u r q ? ".to_owned(),
        false => format!("{} u r s q ? ", numbers.join(" ")),
    };
    output::write(&question)?;
    stdout().flush()?;
    let mut line = Vec::new();
    let read = stdin().lock().read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line).into_owned();
    if read == 0 {
        output::write("\n")?;
        return Ok(None);
    }
    if !stdin().is_terminal() {
        // Where nobody types, nobody sees it either.
        output::write(&format!("{}\n", output::one_line(line.trim_end())))?;
    }
    Ok(Some(line))
}
