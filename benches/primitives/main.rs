//! How fast the library's primitives are, as ratios against named rivals:
//! crossbeam-channel, kanal, parking_lot, std, corosensei and Python.
//!
//! ```text
//! cargo bench --bench primitives                   a first look
//! cargo bench --bench primitives -- --full         for reports: some minutes
//! cargo bench --bench primitives -- queue mutex    rows with these words
//! ```
//!
//! A figure in nanoseconds says more about the machine, and about what else
//! runs on it, than about the code. So each round measures every contender
//! once, one after the other, and what is compared are the two figures of
//! the same round. A row shows the median of these ratios, and the least and
//! the greatest. criterion measures one contender after the other, minutes
//! apart, which is why this has a loop of its own: criterion is for the
//! benchmarks that follow one thing over time.
//!
//! All contenders of a row get the same items, in the same number, from the
//! same threads, which nobody pins; one sample of each warms up.
#![expect(clippy::print_stdout, reason = "a table is what this is for")]
#![expect(clippy::print_stderr, reason = "what was wrong with the words")]

mod contest;
mod coroutines;
mod goal;
mod load;
mod locks;
mod python;
mod queues;
mod recording;
#[path = "../shared/scale.rs"]
mod scale;
mod shelves;
#[path = "../shared/spread.rs"]
mod spread;
mod table;
#[path = "../shared/verdicts.rs"]
mod verdicts;
mod waits;
#[path = "../shared/words.rs"]
mod words;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;

use contest::Row;
use python::Python;
use scale::Scale;
use table::Table;
use words::Words;

/// A subject's name, and how its rows are made.
type Subject = (&'static str, fn(Scale, &Python) -> Vec<Row>);

const SUBJECTS: [Subject; 6] = [
    ("queues", queues::rows),
    ("shelves", shelves::rows),
    ("locks", locks::rows),
    ("waits", waits::rows),
    ("coroutines", coroutines::rows),
    ("recording", recording::rows),
];

/// Ratios of the library's primitives against named rivals.
#[derive(Parser)]
struct Args {
    #[command(flatten)]
    words: Words,
}

fn main() -> ExitCode {
    let Args { words } = Args::parse();
    let scale = words.scale();
    let python = Python::find();
    let mut table = Table::default();
    let began = Instant::now();
    println!("{}\n{}", scale.describe(), python.describe());
    for (subject, rows) in SUBJECTS {
        let rows = rows(scale, &python);
        let rows = rows.into_iter();
        let rows =
            rows.filter(|row| words.want(subject) || words.want(row.title));
        for (n, row) in rows.enumerate() {
            if n == 0 {
                table.head(subject);
            }
            // A row takes seconds: what is done is shown meanwhile.
            let _ = io::stdout().flush();
            table.show(&row.play(scale.rounds));
        }
    }
    if table.is_empty() {
        let names = SUBJECTS.map(|(name, _)| name).join(", ");
        eprintln!(
            "error: no row named '{}'; the subjects are {names}",
            words.names.join(" ")
        );
        return ExitCode::from(2);
    }
    table.end(began.elapsed());
    ExitCode::SUCCESS
}
