//! A round for the page of `workbench serve`: a key a line comes in, and the
//! state that it leads to goes out.

use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use workbench::trace::Place;

use super::ending::Ending;
use super::key::{KEYS, Key};
use super::progress::Progress;
use super::round::Round;
use super::seat::Next;
use crate::stream;
use crate::subject::Subject;

/// How a round stands.
#[derive(Serialize)]
struct State<'a> {
    title: String,
    goal: &'static str,
    /// What it takes, once that is known.
    par: Option<String>,
    moves: usize,
    preemptions: usize,
    seats: Vec<ToldSeat>,
    things: Vec<Thing<'a>>,
    steps: Vec<ToldStep<'a>>,
    source: ToldSource,
    ending: Option<ToldEnding>,
    /// What happened, as a file of its own, which has no end while the round
    /// goes on.
    trace: String,
    /// Why the key before this could not be played.
    refused: Option<String>,
}

#[derive(Serialize)]
struct ToldSeat {
    number: usize,
    name: String,
    did: Option<String>,
    can: bool,
    /// What it does next, or why not.
    next: String,
    place: Option<Place>,
}

#[derive(Serialize)]
struct Thing<'a> {
    name: &'a str,
    state: &'a str,
}

#[derive(Serialize)]
struct ToldStep<'a> {
    thread: usize,
    who: &'a str,
    text: &'a str,
    place: &'a Place,
    is_new: bool,
}

#[derive(Serialize)]
struct ToldSource {
    name: String,
    text: &'static str,
    first: usize,
}

#[derive(Serialize)]
struct ToldEnding {
    is_broken: bool,
    what: Vec<String>,
    lesson: Option<&'static str>,
    effort: Vec<String>,
    next: Vec<(&'static str, String)>,
}

/// Plays the keys that come in until no more do.
pub(super) fn run(subject: Subject) -> Result<ExitCode> {
    let keys = stream::on_a_leash(0)?;
    let mut progress = Progress::open()?;
    let mut round = Round::at_once(subject);
    stream::say("game", &state(&round, None))?;
    for word in keys {
        let refused = match Key::read(word.trim()) {
            Some(key) => round.play(key).err(),
            None => Some(format!("'{word}' is no key; type {KEYS}")),
        };
        stream::say("game", &state(&round, refused))?;
        if round.broken().is_some() {
            progress.played(&subject.words(), round.broken(), round.par());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn state(round: &Round, refused: Option<String>) -> State<'_> {
    let game = &round.game;
    let source = round.subject.source();
    State {
        title: round.subject.title(),
        goal: round.subject.goal(),
        par: round.par().map(|par| par.words()),
        moves: game.moves(),
        preemptions: game.preemptions(),
        seats: seats(round),
        things: game
            .things()
            .iter()
            .map(|it| Thing { name: &it.name, state: &it.state })
            .collect(),
        steps: steps(round),
        source: ToldSource {
            name: source.name,
            text: source.text,
            first: source.first,
        },
        ending: Ending::of(round).map(|it| ToldEnding {
            is_broken: it.is_broken,
            what: it.what,
            lesson: it.lesson,
            effort: it.effort,
            next: it.next,
        }),
        trace: trace(round),
        refused,
    }
}

fn trace(round: &Round) -> String {
    let mut lines = round.game.trace().to_json();
    if !round.game.is_over() {
        let end = lines.rfind("{\"end\"");
        lines.truncate(end.unwrap_or(lines.len()));
    }
    lines
}

fn seats(round: &Round) -> Vec<ToldSeat> {
    let over = round.game.is_over();
    let told = |seat: super::seat::Seat| ToldSeat {
        number: seat.number,
        can: matches!(seat.next, Next::Can(_)) && !over,
        next: seat.next.words().to_owned(),
        name: seat.name,
        did: seat.did,
        place: seat.place,
    };
    round.seats().into_iter().map(told).collect()
}

fn steps(round: &Round) -> Vec<ToldStep<'_>> {
    let name = |thread: usize| {
        let standing = round.game.standing().get(thread);
        standing.map_or("", |it| it.name.as_str())
    };
    let all = round.game.steps().iter().enumerate();
    all.filter(|(_, step)| !step.is_join)
        .map(|(index, step)| ToldStep {
            thread: step.thread,
            who: name(step.thread),
            text: &step.text,
            place: &step.place,
            is_new: round.is_new(index),
        })
        .collect()
}
