//! Read, let go, write.

use workbench::explore::FailureKind;
use workbench::sync::RwLock;

use super::{Level, together};

pub(crate) const LEVEL: Level = Level {
    name: "bridge",
    title: "two mayors, one river",
    goal: "Build the bridge twice.",
    lesson: "Between a read lock that ends and a write lock that begins, \
             another writer may have been there. Look again under the write \
             lock.",
    breaks: FailureKind::Panic,
    run: program,
    source: include_str!("bridge.rs"),
};

fn program() {
    let bridges = RwLock::new(0_u32).named("bridges");

    let mayor = || {
        let seen = *bridges.read();
        if seen == 0 {
            let mut bridges = bridges.write();
            *bridges += 1;
            assert!(*bridges == 1, "the town has {} bridges", *bridges);
        }
    };
    together(&[("north", &mayor), ("south", &mayor)]);
}
