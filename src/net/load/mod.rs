//! A load for echo servers: many connections that ask and ask again, and how
//! long the answers took.
//!
//! A request is some letters; its answer is as many, the same in upper case,
//! which is looked at. A [`Load`] says how much of what; what came of it is a
//! [`Report`].
//!
//! ```
//! use workbench::net::load::Load;
//! use workbench::net::model::{Model, Server, Upper};
//! use workbench::thread;
//!
//! let server = Server::bind("127.0.0.1:0", Model::Poll, Upper::new)?;
//! let (address, stop) = (server.address(), server.stopper());
//! let serving = thread::spawn(move || server.serve_forever());
//!
//! let load = Load::new(address).connections(4).requests(1000);
//! let report = load.run()?;
//! assert_eq!(report.answered, 1000);
//! println!("half within {:?}", report.latencies.at(0.5));
//!
//! stop.stop();
//! serving.join().unwrap()?;
//! # std::io::Result::Ok(())
//! ```
//!
//! # Two ways to ask
//!
//! Without a [rate](Load::rate) the loop is *closed*: who was answered asks
//! again. That finds out how much a server can do, and flatters its latencies:
//! while it stalls, nobody asks, so that a stall of a second is a single slow
//! answer, and not that of all who would have come in that second. Gil Tene
//! calls it coordinated omission.
//!
//! With a rate it is *open*: requests are due at fixed times, and a latency
//! counts from when its request was due, whenever it could be sent. This is
//! what [wrk2](https://github.com/giltene/wrk2) does.

mod latencies;
mod line;
mod plan;
mod report;
mod run;
mod schedule;
mod usage;
mod words;
mod worker;

pub use super::stop::Stopper;
pub use latencies::Latencies;
pub use plan::Load;
pub use report::Report;
pub use usage::Usage;
