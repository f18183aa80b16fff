//! Clients, which wait for their answers, and not for ever.
//!
//! ```
//! # #[cfg(unix)] {
//! use workbench::net::client;
//! use workbench::net::protocol::Echo;
//! use workbench::net::server::Server;
//! use workbench::thread;
//!
//! let server = Server::tcp("127.0.0.1:0", Echo::default())?;
//! let (address, stop) = (server.address(), server.stopper());
//! let serving = thread::spawn(move || server.serve_forever());
//!
//! let mut phone = client::Echo::connect(address)?;
//! assert_eq!(phone.ask(b"hello")?, b"HELLO");
//!
//! drop(phone);
//! stop.stop();
//! serving.join().unwrap()?;
//! # }
//! # std::io::Result::Ok(())
//! ```
//!
//! What is said, and where it is that of the course notes, is written in
//! [`protocol`](super::protocol). Every client has a
//! [`Patience`](super::protocol::Patience): a server that is late for it has
//! failed with `TimedOut`, also if it sends a byte now and then.

mod command;
mod datagrams;
mod echo;
mod files;
mod line;

pub use command::Command;
pub use datagrams::Datagrams;
pub use echo::Echo;
pub use files::{Entry, Files, Progress};
