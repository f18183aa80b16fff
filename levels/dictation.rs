//! One meeting where two are needed.

use workbench::explore::FailureKind;
use workbench::sync::Barrier;
use workbench::sync::atomic::{AtomicU32, Ordering::SeqCst};

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "dictation",
    title: "next word, please",
    goal: "Let the pupil miss a word.",
    lesson: "The barrier says that both have come, and nothing of how far \
             either has gone since. Meet a second time before you wipe out \
             what the others may still be reading.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("dictation.rs"),
};

fn program() {
    let board = AtomicU32::new(0).named("board");
    let bell = Barrier::new(2).named("bell");

    let teacher = || {
        for word in 1..=2 {
            board.store(word, SeqCst);
            bell.wait().unwrap();
        }
    };
    let pupil = || {
        for word in 1..=2 {
            bell.wait().unwrap();
            let read = board.load(SeqCst);
            assert!(read == word, "word {word} is gone: the board says {read}");
        }
    };
    together(&[("teacher", &teacher), ("pupil", &pupil)]);
}
