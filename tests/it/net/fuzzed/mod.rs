//! What the fuzzer begins with, and what it has found, on a compiler that
//! cannot fuzz.

use std::fs;
use std::path::Path;

use super::frame::property as frame;

#[cfg(target_os = "linux")]
#[path = "../../../../fuzz/properties"]
mod servers {
    pub(super) mod command;
    pub(super) mod echo;
    pub(super) mod file;
    mod serve;
}

fn every_file(target: &str, check: fn(&[u8])) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = package.join("fuzz/corpus").join(target);
    let files = fs::read_dir(corpus).unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let data = fs::read(&file).unwrap();
        std::panic::catch_unwind(|| check(&data))
            .unwrap_or_else(|_| panic!("{} fails", file.display()));
    }
}

#[test]
fn every_frame_of_the_corpus_passes() {
    every_file("frame", frame::check);
}

#[test]
#[cfg(target_os = "linux")]
fn every_request_of_the_corpus_passes() {
    every_file("echo", servers::echo::check);
    every_file("command", servers::command::check);
    every_file("file", servers::file::check);
}
