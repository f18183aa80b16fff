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
            let seen = reader.to_vec();
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
    assert_eq!(reader.to_vec().len(), 100);
}
