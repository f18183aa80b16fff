//! What holds of the file server for every stream of requests.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;
use workbench::net::frame::{Decoder, Part, size_in};
use workbench::net::protocol::Files;

use super::serve::answer;

/// What lies outside of the folder that is served.
const SECRET: &str = "nobody is to see this";

/// What lies inside.
const PUBLIC: &str = "hello";

/// Bytes of a file that is taken.
const MOST: u64 = 4096;

/// Panics if `data` shows a mistake of the server: what is outside is read or
/// changed, or something is seen that no request has put there whole.
pub(crate) fn check(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (inside, outside) =
        (folder.path().join("inside"), folder.path().join("outside"));
    fs::create_dir(&inside).expect("a folder");
    fs::create_dir(&outside).expect("a folder");
    fs::create_dir(inside.join("sub")).expect("a folder");
    fs::write(inside.join("a"), PUBLIC).expect("a file");
    fs::write(outside.join("a"), SECRET).expect("a file");
    symlink(&outside, inside.join("up")).expect("a link");
    symlink(outside.join("a"), inside.join("link")).expect("a link");

    let files = Files::new(&inside).expect("a folder").max_size(MOST);
    let heard = answer(&files, data);

    let secret = SECRET.as_bytes();
    // A request may have brought the words itself.
    let was_said = data.windows(secret.len()).any(|it| it == secret);
    let is_heard = heard.windows(secret.len()).any(|it| it == secret);
    assert!(was_said || !is_heard, "the secret is out");
    assert_eq!(files_in(&outside), [("a".to_owned(), secret.to_vec())]);
    let put = whole(data);
    for (name, bytes) in files_in(&inside) {
        let is_old = name == "a" && bytes == PUBLIC.as_bytes();
        let is_put = put.contains(&bytes);
        assert!(is_old || is_put, "{name:?} is {bytes:?}; put: {put:?}");
    }
}

/// The files in a folder and below that callers see, without links.
fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a kind");
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.starts_with(".workbench-temporary"), "{name} is left");
        if kind.is_dir() {
            found.extend(files_in(&entry.path()));
        } else if kind.is_file() && !name.starts_with(".workbench-part") {
            found.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    found
}

/// What the requests put whole, with what the parts before them may have
/// brought.
fn whole(mut data: &[u8]) -> Vec<Vec<u8>> {
    let mut decoder: Decoder<Value> = Decoder::new(MOST);
    let (mut whole, mut body, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    while let Ok(Some(part)) = decoder.push(&mut data) {
        match part {
            Part::Header(header) => {
                let number = |key| size_in(&header, key).unwrap_or(0);
                let is_put = header["cmd"] == "put";
                let size = if is_put { number("filesize") } else { 0 };
                let offset = number("offset");
                kept.truncate(usize::try_from(offset).unwrap_or(usize::MAX));
                body = kept.clone();
                let left = size.saturating_sub(offset);
                if decoder.expect_body(left).is_err() {
                    break;
                }
            }
            Part::Body(piece) => body.extend(piece),
            Part::End => {
                whole.push(body.clone());
                kept.clone_from(&body);
            }
        }
    }
    whole
}
