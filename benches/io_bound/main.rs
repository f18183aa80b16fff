//! What waits: 1 to 1,000 replies from a server on this machine that takes 10
//! ms for each, waited for in every way, by criterion.
//!
//! ```text
//! cargo bench --bench io_bound                     a minute
//! cargo bench --bench io_bound -- --serve          the server alone
//! python3 benches/report                           and Python, on a page
//! ```
//!
//! A wait is a connection, a byte there, 10 ms, a byte back. The server is
//! tokio's, in a process of its own on the same cores as whoever waits. A way
//! that would need seconds for 1,000 waits is not asked for so many.
#![expect(clippy::unwrap_used, reason = "what fails ends the bench")]
#![expect(clippy::print_stdout, reason = "the server's address")]

use std::process::ExitCode;

#[cfg(unix)]
mod server;
#[cfg(unix)]
mod ways;

fn main() -> ExitCode {
    #[cfg(unix)]
    return ways::main();
    #[cfg(not(unix))]
    {
        println!("this bench needs Unix: green tasks and selectors do");
        ExitCode::SUCCESS
    }
}
