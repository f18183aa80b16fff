//! The cards of labs and levels, as the page shows them.

use serde::Serialize;

use super::answer::Json;
use super::{book, open};
use crate::labs::{self, Ends, Explored, Lab, Variant};
use crate::levels;

/// All that there is.
#[derive(Serialize)]
pub(super) struct Cards {
    labs: Vec<LabCard>,
    chapters: Vec<Chapter>,
    /// Bytes of a file that can be opened.
    largest: usize,
}

#[derive(Serialize)]
struct LabCard {
    name: &'static str,
    title: &'static str,
    notes: Option<&'static str>,
    threads: Option<Threads>,
    variants: Vec<VariantCard>,
    /// What the program is called in places, and its text.
    file: &'static str,
    source: &'static str,
    /// The same in Python.
    python: Option<&'static str>,
    /// The chapter about it, in `/book`.
    chapter: Option<String>,
}

#[derive(Serialize)]
struct Threads {
    default: usize,
    min: usize,
    max: usize,
}

#[derive(Serialize)]
struct VariantCard {
    name: &'static str,
    title: &'static str,
    /// What comes of it: `finishes`, `goes wrong`, `gets stuck`.
    ends: &'static str,
    /// Why it cannot be explored, if it cannot.
    unexplored: Option<&'static str>,
}

#[derive(Serialize)]
struct Chapter {
    title: &'static str,
    levels: Vec<LevelCard>,
}

#[derive(Serialize)]
struct LevelCard {
    name: &'static str,
    title: &'static str,
}

/// Every card.
pub(super) async fn all() -> Json<Cards> {
    let level =
        |it: &&levels::Level| LevelCard { name: it.name, title: it.title };
    let chapter = |it: &levels::Chapter| Chapter {
        title: it.title,
        levels: it.levels.iter().map(level).collect(),
    };
    Json(Cards {
        labs: labs::ALL.iter().map(|it| card(it)).collect(),
        chapters: levels::ALL.iter().map(chapter).collect(),
        largest: open::LARGEST,
    })
}

fn card(lab: &'static Lab) -> LabCard {
    LabCard {
        name: lab.name,
        title: lab.title,
        notes: lab.notes,
        threads: lab.threads.as_ref().map(|it| Threads {
            default: it.default,
            min: it.min,
            max: it.max,
        }),
        variants: lab.variants.iter().map(|it| variant(lab, it)).collect(),
        file: "demo.rs",
        source: lab.source,
        python: lab.python,
        chapter: book::chapter(lab.name),
    }
}

fn variant(lab: &'static Lab, variant: &'static Variant) -> VariantCard {
    let unexplored = match lab.explored {
        Explored::Not(why) => Some(why),
        Explored::With { .. } => variant.unexplored,
    };
    VariantCard {
        name: variant.name,
        title: variant.title,
        ends: match variant.ends {
            Ends::Right => "right",
            Ends::Wrong => "wrong",
            Ends::Deadlocked => "stuck",
        },
        unexplored,
    }
}
