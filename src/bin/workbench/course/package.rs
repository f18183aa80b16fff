//! The files of a course that are not the student's.

use std::fmt::Write;
use std::path::Path;

use crate::labs::{self, Exercise};

/// Where this command was built: the library that it knows, while it is there.
const CHECKOUT: &str = env!("CARGO_MANIFEST_DIR");

/// The versions that the library was tested with.
const LOCK: &str = include_str!("../../../../Cargo.lock");

/// The lock file's name. Cargo changes it, so it is laid down once.
pub(super) const LOCK_FILE: (&str, &str) = ("Cargo.lock", LOCK);

/// The file of an exercise that the student edits.
pub(super) fn work(exercise: &Exercise) -> String {
    format!("{0}/{0}.rs", exercise.name)
}

/// Every file that is laid down in the course with this `id`, and what is in
/// it.
pub(super) fn files(id: &str) -> Vec<(String, String)> {
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest(id)),
        (".gitignore".to_owned(), "/target\n".to_owned()),
        ("README.md".to_owned(), readme()),
    ];
    for (_, exercise) in labs::exercises() {
        let check = format!("{}/check.rs", exercise.name);
        files.push((check, exercise.check.to_owned()));
    }
    files
}

/// One package with a test target for each exercise, so that a broken one
/// breaks only itself. It is in nobody's workspace, and has no code but that.
///
/// Courses may share a target folder: packages of one name would take each
/// other's programs for their own.
fn manifest(id: &str) -> String {
    let mut manifest = format!(
        "[package]\n\
         name = \"course-{id}\"\n\
         version = \"0.0.0\"\n\
         edition = \"2024\"\n\
         publish = false\n\
         build = false\n\
         autobins = false\n\
         autotests = false\n\
         autobenches = false\n\
         autoexamples = false\n\
         \n\
         [workspace]\n\
         \n\
         [dependencies]\n\
         workbench = {{ {}, default-features = false }}\n\
         \n\
         # A panic knows its line; more takes time and room.\n\
         [profile.dev]\n\
         debug = false\n\
         strip = \"debuginfo\"\n\
         \n\
         [profile.dev.package.\"*\"]\n\
         debug = false\n\
         incremental = false\n\
         \n\
         # Every interleaving is a run of the library.\n\
         [profile.dev.package.workbench]\n\
         opt-level = 1\n\
         debug = false\n\
         incremental = false\n",
        library()
    );
    for (_, exercise) in labs::exercises() {
        let (name, path) = (exercise.name, work(exercise));
        let _ = write!(
            manifest,
            "\n[[test]]\nname = \"{name}\"\npath = \"{path}\"\n"
        );
    }
    manifest
}

/// Where cargo finds the library.
fn library() -> String {
    if Path::new(CHECKOUT).join("Cargo.toml").is_file() {
        return format!("path = {CHECKOUT:?}");
    }
    format!("version = \"={}\"", env!("CARGO_PKG_VERSION"))
}

fn readme() -> String {
    let mut readme = "# Course\n\n\
        `workbench course watch` checks what you save, and says what to do \
        next. `workbench course list` shows how far you are.\n\n\
        Edit the file that has the exercise's name. `check.rs` beside it says \
        what a solution must do: read it, there is no trick in it. Plain \
        `cargo test` works, too; what your code prints is shown by \
        `cargo test --test NAME -- --nocapture`.\n\n"
        .to_owned();
    for (lab, exercise) in labs::exercises() {
        let Exercise { name, title, minutes, .. } = exercise;
        let _ = writeln!(
            readme,
            "- `{name}`: {title} ({minutes} minutes; `workbench lab {}`)",
            lab.name
        );
    }
    readme
}
