//! A number of permits, taken and given back.

mod demo;

use super::{Lab, Variant};

pub(crate) const LAB: Lab = Lab {
    name: "semaphore",
    title: "six guests, two seats",
    variants: &[
        Variant::right("seats", "nobody sits down without a seat", demo::seats)
            .reaches(&["two sit"]),
        Variant::deadlocked(
            "leak",
            "who leaves in a hurry keeps the permit",
            demo::leak,
        ),
        Variant::wrong(
            "twice",
            "given back once too often: a third guest sits down",
            demo::twice,
        ),
        Variant::right(
            "bounded",
            "a bounded semaphore refuses the permit too many",
            demo::bounded,
        ),
    ],
    next: &[
        ("All at once?", "workbench lab barrier"),
        ("Must it end so?", "workbench explore semaphore"),
        ("Can you do it?", "workbench play semaphore"),
        ("And nobody leaves?", "workbench explore semaphore --variant seats"),
    ],
    source: include_str!("demo.rs"),
    ..Lab::CARD
};
