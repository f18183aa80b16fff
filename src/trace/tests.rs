//! The log on OS threads.
//!
//! Not in `log.rs`, because `tests/loom` compiles that file with loom's
//! atomics.

use super::log::log;

#[test]
fn a_reader_sees_a_prefix_while_the_writer_writes() {
    const ENTRIES: u32 = if cfg!(miri) { 100 } else { 10_000 };
    let (mut writer, reader) = log();
    std::thread::scope(|scope| {
        scope.spawn(move || (0..ENTRIES).for_each(|n| writer.push(n)));
        loop {
            let seen = reader.since(0);
            assert!(seen.iter().copied().eq(0..seen.len() as u32));
            if seen.len() == ENTRIES as usize {
                break;
            }
            std::thread::yield_now();
        }
    });
}

#[test]
fn a_log_outlives_its_writer() {
    let (mut writer, reader) = log();
    (0..100).for_each(|n| writer.push(n));
    drop(writer);
    assert_eq!(reader.since(0).len(), 100);
}

#[test]
fn what_is_known_is_not_read_again() {
    let (mut writer, reader) = log();
    (0..100).for_each(|n| writer.push(n));
    // In the first chunk, at its end, in a later one, and all of it.
    for known in [0, 5, 32, 70, 100] {
        assert!(reader.since(known).into_iter().eq(known as u32..100));
    }
    writer.push(100);
    assert_eq!(reader.since(100), [100]);
}
