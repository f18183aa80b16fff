//! What the fuzzer begins with, and what it has found, on a compiler that
//! cannot fuzz.

use std::fs;
use std::path::Path;

use super::property::check;

#[test]
fn every_file_of_the_corpus_passes() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = fs::read_dir(package.join("fuzz/corpus/frame")).unwrap();
    let files: Vec<_> = corpus.map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 10, "{files:?}");
    for file in files {
        let data = fs::read(&file).unwrap();
        std::panic::catch_unwind(|| check(&data))
            .unwrap_or_else(|_| panic!("{} fails", file.display()));
    }
}
