//! `workbench lab`: one lab's story.

use std::process::ExitCode;

use anyhow::Result;
use workbench::thread;
use workbench::trace::{Ending, Recorder, Trace};

use crate::args::{self, Rival, View};
use crate::interrupt;
use crate::labs::{Ends, Lab, Line, Story, Variant};
use crate::list;
use crate::output::{self, OUR_FAULT, Usage};
use crate::python::{Program, Python};
use crate::save::Save;
use crate::screen::Screen;
use crate::spinner::Spinner;
use crate::stream;
use crate::subject;

/// Runs one lab, or lists them all.
pub(crate) fn run(args: &args::Lab) -> Result<ExitCode> {
    let Some(name) = &args.name else {
        list::labs()?;
        return Ok(ExitCode::SUCCESS);
    };
    let lab = subject::lab(name)?;
    check_words(lab, args)?;
    let variants = chosen(lab, args)?;
    let threads = threads(lab, args.threads)?;
    interrupt::listen()?;
    if args.look.view == Some(View::Stream) {
        stream::on_a_leash(threads)?;
    }
    let python = python(lab, args)?;
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let screen = Screen::new(&args.look, save.is_some());
    screen.allow_bars();
    let telling = Telling { lab, args, threads, screen };
    screen.lab(lab)?;
    let mut traces = Vec::new();
    let mut worst = 0;
    for (number, variant) in variants {
        let (trace, code) = telling.chapter(number, variant)?;
        traces.push(trace);
        worst = worst.max(code);
    }
    if let Some((python, program)) = python {
        python.tell(&program, &telling.story(), &screen)?;
    }
    screen.next(lab)?;
    if let Some(save) = save {
        save.write(&traces)?;
    }
    Ok(ExitCode::from(worst))
}

/// A lab as it was asked for.
struct Telling<'a> {
    lab: &'static Lab,
    args: &'a args::Lab,
    threads: usize,
    screen: Screen,
}

impl Telling<'_> {
    /// Runs one variant and shows it; what happened, and the exit code.
    fn chapter(&self, number: usize, it: &Variant) -> Result<(Trace, u8)> {
        let screen = &self.screen;
        screen.heading(&format!("{number}. {}: {}", it.name, it.title))?;
        let story = self.story();
        let (ending, trace) = self.watch(it, &story);
        screen.trace(&trace)?;
        let surprise = surprise(it, &ending, &story);
        match &surprise {
            Some((why, _)) if screen.speaks() => screen.remark(why)?,
            Some((why, _)) => output::complain(&format!(
                "lab '{}', variant '{}': {why}",
                self.lab.name, it.name
            )),
            None if it.ends == Ends::Deadlocked => {
                let what = "this program would hang for ever; the lab ends it";
                screen.remark(&format!("({what})"))?;
            }
            None => {}
        }
        Ok((trace, surprise.map_or(0, |(_, code)| code)))
    }

    /// A story that begins now.
    fn story(&self) -> Story {
        let screen = self.screen;
        let hear = move |line: &Line| match screen.line(line) {
            Err(gone) if output::is_gone(&gone) => interrupt::leave(0),
            // Any other failure is met again at the next heading.
            _ => {}
        };
        let Self { args, threads, .. } = *self;
        let words = args.words.clone();
        let bars = output::bars();
        Story::new(threads, args.seed, args.speed, words, bars, hear)
    }

    fn watch(&self, it: &Variant, story: &Story) -> (Ending<()>, Trace) {
        let lab = self.lab;
        let mut recorder = Recorder::new().titled(lab.name, it.name, it.title);
        if lab.threads.is_some() {
            recorder = recorder.param("threads", self.threads);
        }
        let (run, story) = (it.run, story.clone());
        let run = move || thread::run(|| run(&story));
        if self.screen.streams() {
            // Whether the page still listens is asked at every other line.
            let hear = |lines: &str| drop(stream::say_lines("live", lines));
            return recorder.watch_live(hear, run);
        }
        let _spinner = Spinner::start();
        recorder.watch(run)
    }
}

fn check_words(lab: &Lab, args: &args::Lab) -> Result<(), Usage> {
    let name = lab.name;
    let Some(first) = args.words.first() else { return Ok(()) };
    let Some(words) = &lab.words else {
        return Err(Usage::new(format!(
            "lab '{name}' takes no words, and '{first}' is one; try \
             'workbench lab {name}'"
        )));
    };
    if let Some(word) = args.words.iter().find(|it| !(words.takes)(it)) {
        return Err(Usage::new(format!(
            "lab '{name}' can do nothing with '{word}'; try 'workbench lab \
             {name} {}'",
            words.example
        )));
    }
    match (words.variant, &args.variant) {
        (Some(only), Some(chosen)) if only != chosen => {
            Err(Usage::new(format!(
                "'{first}' is for chapter '{only}' and not for '{chosen}'; \
                 try 'workbench lab {name} {first} --variant {only}'"
            )))
        }
        _ => Ok(()),
    }
}

fn chosen(
    lab: &'static Lab,
    args: &args::Lab,
) -> Result<Vec<(usize, &'static Variant)>, Usage> {
    let all = (1..).zip(lab.variants);
    let Some(name) = &args.variant else { return Ok(all.collect()) };
    let variant = lab.variant(name)?;
    Ok(all.filter(|(_, it)| it.name == variant.name).collect())
}

/// How many threads `lab` starts, if so many are asked for.
///
/// # Errors
///
/// If it cannot.
pub(crate) fn threads(lab: &Lab, asked: Option<usize>) -> Result<usize, Usage> {
    let Some(bounds) = &lab.threads else {
        return match asked {
            None => Ok(1),
            Some(n) => Err(Usage::new(format!(
                "lab '{}' always starts the same threads; leave '--threads \
                 {n}' out",
                lab.name
            ))),
        };
    };
    let threads = asked.unwrap_or(bounds.default);
    if threads < bounds.min || threads > bounds.max {
        let why = format!(
            "lab '{}' runs with {} to {} threads, not {threads}; try \
             '--threads {}'",
            lab.name, bounds.min, bounds.max, bounds.default
        );
        return Err(Usage::new(why));
    }
    Ok(threads)
}

/// Python and the lab's program for it, where that is asked for.
fn python(
    lab: &Lab,
    args: &args::Lab,
) -> Result<Option<(Python, Program)>, Usage> {
    let Some(Rival::Python) = args.vs else { return Ok(None) };
    if args.look.view == Some(View::Json) {
        let why = "'--view json' prints nothing but JSON, and '--vs python' \
                   prints lines; leave one of them out";
        return Err(Usage::new(why));
    }
    let program = Program::of(lab)?;
    Ok(Some((Python::find()?, program)))
}

/// What happened, if it is not what the card says, and the exit code for it.
fn surprise(
    variant: &Variant,
    ending: &Ending<()>,
    story: &Story,
) -> Option<(String, u8)> {
    let wrong = story.count_wrong();
    let failed = |why: &str| Some((why.to_owned(), 1));
    match (ending, variant.ends) {
        (Ending::Panicked(why), _) => {
            Some((format!("it panicked: {why}"), OUR_FAULT))
        }
        (Ending::Deadlock, Ends::Right | Ends::Wrong) => {
            failed("it deadlocked, and should not have")
        }
        (Ending::Finished(()), Ends::Deadlocked) => {
            failed("it should have deadlocked, and came to its end")
        }
        (Ending::Finished(()), Ends::Right) if wrong > 0 => {
            failed(&format!("{wrong} results are wrong, and should not be"))
        }
        _ => None,
    }
}
