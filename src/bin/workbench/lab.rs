//! `workbench lab`: the list, or one lab's story.

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use workbench::thread;
use workbench::trace::{Ending, Recorder, Trace};

use crate::args;
use crate::labs::{self, Ends, Lab, Story, Variant};
use crate::output::{Usage, similar};
use crate::show::Show;

/// Prints every lab with its title.
pub(crate) fn list() -> Result<ExitCode> {
    let mut out = stdout().lock();
    for lab in labs::ALL {
        writeln!(out, "{:18} {}", lab.name, lab.title)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs one lab, or lists them all.
pub(crate) fn run(args: &args::Lab) -> Result<ExitCode> {
    let Some(name) = &args.name else { return list() };
    let lab = find(name)?;
    let variants = chosen(lab, args)?;
    let threads = threads(lab, args)?;
    let speed = speed(args)?;
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let show = Show::new(args);
    show.lab(lab)?;
    let mut traces = Vec::new();
    let mut surprises = 0;
    for (number, variant) in variants {
        show.variant(number, variant)?;
        let words = args.words.clone();
        let story = Story::new(threads, args.seed, speed, words, move |line| {
            show.line(line);
        });
        let (ending, trace) = watch(lab, variant, &story);
        show.trace(&trace)?;
        if let Some(surprise) = surprise(variant, &ending, &story) {
            show.remark(&surprise)?;
            surprises += 1;
        } else if variant.ends == Ends::Deadlocked {
            show.remark("(this program would hang for ever; the lab ends it)")?;
        }
        traces.push(trace);
    }
    show.next(lab)?;
    if let Some(save) = save {
        save.write(&traces)?;
    }
    Ok(ExitCode::from(u8::from(surprises > 0)))
}

fn find(name: &str) -> Result<&'static Lab> {
    labs::find(name).ok_or_else(|| {
        let names = labs::ALL.iter().map(|lab| lab.name);
        let hint = similar(name, names);
        let hint = hint.unwrap_or("type 'workbench lab' for the list".into());
        Usage::new(format!("no lab named '{name}'; {hint}")).into()
    })
}

fn chosen(
    lab: &'static Lab,
    args: &args::Lab,
) -> Result<Vec<(usize, &'static Variant)>> {
    let all = (1..).zip(lab.variants);
    let Some(name) = &args.variant else { return Ok(all.collect()) };
    let chosen: Vec<_> = all.filter(|(_, it)| it.name == *name).collect();
    if chosen.is_empty() {
        let names: Vec<_> = lab.variants.iter().map(|it| it.name).collect();
        let why = format!(
            "lab '{}' has no variant '{name}'; it has {}",
            lab.name,
            names.join(", ")
        );
        return Err(Usage::new(why).into());
    }
    Ok(chosen)
}

fn threads(lab: &Lab, args: &args::Lab) -> Result<usize> {
    let Some(bounds) = &lab.threads else {
        return match args.threads {
            None => Ok(1),
            Some(n) => Err(Usage::new(format!(
                "lab '{}' always starts the same threads; leave '--threads \
                 {n}' out",
                lab.name
            ))
            .into()),
        };
    };
    let threads = args.threads.unwrap_or(bounds.default);
    if threads < bounds.min || threads > bounds.max {
        let why = format!(
            "lab '{}' runs with {} to {} threads, not {threads}; try \
             '--threads {}'",
            lab.name, bounds.min, bounds.max, bounds.default
        );
        return Err(Usage::new(why).into());
    }
    Ok(threads)
}

/// The slowest that a story may be told: a day would look like a hang.
const SLOWEST: f64 = 100.0;

fn speed(args: &args::Lab) -> Result<f64> {
    let speed = args.speed;
    if speed.is_finite() && (0.0..=SLOWEST).contains(&speed) {
        return Ok(speed);
    }
    let why = format!(
        "a speed is between 0 and {SLOWEST}, not {speed}; try '--speed 0.2'"
    );
    Err(Usage::new(why).into())
}

fn watch(lab: &Lab, it: &Variant, story: &Story) -> (Ending<()>, Trace) {
    let mut recorder = Recorder::new().titled(lab.name, it.name, it.title);
    if lab.threads.is_some() {
        recorder = recorder.param("threads", story.threads);
    }
    let (run, story) = (it.run, story.clone());
    recorder.watch(move || thread::run(|| run(&story)))
}

/// What happened, if it is not what the card says.
fn surprise(
    variant: &Variant,
    ending: &Ending<()>,
    story: &Story,
) -> Option<String> {
    let wrong = story.count_wrong();
    match (ending, variant.ends) {
        (Ending::Panicked(why), _) => Some(format!("it panicked: {why}")),
        (Ending::Deadlock, Ends::Right | Ends::Wrong) => {
            Some("it deadlocked, and should not have".into())
        }
        (Ending::Finished(()), Ends::Deadlocked) => {
            Some("it should have deadlocked, and came to its end".into())
        }
        (Ending::Finished(()), Ends::Right) if wrong > 0 => {
            Some(format!("{wrong} results are wrong, and should not be"))
        }
        _ => None,
    }
}

/// A file to keep traces in, which appears whole or not at all.
struct Save<'a> {
    path: &'a Path,
    /// In the same folder, so that it can be renamed.
    file: tempfile::NamedTempFile,
}

impl<'a> Save<'a> {
    fn new(path: &'a Path) -> Result<Self> {
        if path.extension().is_none_or(|ending| ending != "json") {
            let why = format!(
                "cannot save as '{}': its name must end in .json",
                path.display()
            );
            return Err(Usage::new(why).into());
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let refused = |why| {
            let path = path.display();
            Usage::new(format!(
                "cannot save as '{path}': {why}; name a file in a folder that can be written"
            ))
        };
        if path.is_dir() {
            return Err(refused("it is a folder".to_owned()).into());
        }
        let file = tempfile::NamedTempFile::new_in(folder)
            .map_err(|why| refused(why.kind().to_string()))?;
        Ok(Self { path, file })
    }

    fn write(mut self, traces: &[Trace]) -> Result<()> {
        let saving = || format!("saving '{}'", self.path.display());
        for trace in traces {
            let text = trace.to_json();
            self.file.write_all(text.as_bytes()).with_context(saving)?;
        }
        self.file.persist(self.path).with_context(saving)?;
        Ok(())
    }
}
