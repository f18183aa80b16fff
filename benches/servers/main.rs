//! The socket servers as processes under load, as ratios against named
//! rivals: loopback itself, tokio, mio, Python's servers, iperf3.
//!
//! ```text
//! cargo bench --bench servers                      a first look
//! cargo bench --bench servers -- --full            for reports: 6 minutes
//! cargo bench --bench servers -- idle files        these subjects
//! ```
//!
//! Server and load are processes, each kept to a core: both to the same one,
//! where nothing but processor time counts, or each to its own. Every round
//! measures every contender once, one after the other, each a server that was
//! started for it; what is compared are figures of the same round.
#![expect(clippy::print_stdout, reason = "a table is what this is for")]
#![expect(clippy::print_stderr, reason = "what was wrong with the words")]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
#[path = "../shared/scale.rs"]
mod scale;
#[cfg(target_os = "linux")]
#[path = "../shared/spread.rs"]
#[expect(dead_code, reason = "groups of samples are another bench's")]
mod spread;
#[cfg(target_os = "linux")]
#[path = "../shared/verdicts.rs"]
mod verdicts;
#[cfg(target_os = "linux")]
#[path = "../shared/words.rs"]
mod words;

fn main() -> std::process::ExitCode {
    #[cfg(target_os = "linux")]
    return linux::main();
    #[cfg(not(target_os = "linux"))]
    {
        eprintln!("error: this bench needs Linux");
        std::process::ExitCode::from(2)
    }
}
