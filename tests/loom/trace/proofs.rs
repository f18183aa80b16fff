//! The log.

use super::log::{Reader, log};
use crate::explore;

/// Entries in the first chunk.
const CHUNK: u32 = 32;

/// How many entries a reader sees when it looks twice, after so many and
/// while the writer adds two more.
fn look_twice(entries: u32) -> Vec<(usize, usize)> {
    explore(None, move || {
        let (mut writer, reader) = log();
        (0..entries).for_each(|entry| writer.push(entry));
        let writing = loom::thread::spawn(move || {
            (entries..entries + 2).for_each(|entry| writer.push(entry));
        });
        let seen = (look(&reader), look(&reader));
        writing.join().unwrap();
        assert_eq!(look(&reader), entries as usize + 2);
        seen
    })
}

/// How many entries there are, which are the first ones.
fn look(reader: &Reader<u32>) -> usize {
    let entries = reader.since(0);
    assert!(entries.iter().copied().eq(0..entries.len() as u32));
    entries.len()
}

/// Red if `push` stores the length `Relaxed`, or before it writes, and if
/// `since` loads it `Relaxed`.
#[test]
fn reader_sees_a_prefix_that_only_grows() {
    let seen = look_twice(0);
    assert_eq!(seen, [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]);
}

/// Red if `since` goes on to the next chunk from one that was not full when
/// it looked.
#[test]
fn reader_sees_a_prefix_where_a_chunk_ends() {
    let last = CHUNK as usize - 1;
    let seen = look_twice(CHUNK - 1);
    let seen = seen.into_iter().map(|(one, two)| (one - last, two - last));
    let all = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
    assert!(seen.eq(all));
}
