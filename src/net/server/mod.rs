//! Servers, with the manners of Python's `socketserver`.
//!
//! A [`Server`] waits at a [`Transport`] and hands each request to a
//! [`Handler`]. How many are served at once is its [`Mode`], and nothing else
//! has to change for that:
//!
//! ```
//! use std::io::{self, Read, Write};
//! use std::net::TcpStream;
//! use workbench::net::server::{Connection, Handler, Mode, Server};
//! use workbench::thread;
//!
//! struct Upper;
//!
//! impl Handler<Connection<TcpStream>> for Upper {
//!     fn handle(&self, caller: &mut Connection<TcpStream>) -> io::Result<()> {
//!         let mut bytes = [0; 1024];
//!         loop {
//!             let count = caller.read(&mut bytes)?;
//!             if count == 0 {
//!                 return Ok(()); // the caller has hung up
//!             }
//!             bytes[..count].make_ascii_uppercase();
//!             caller.write_all(&bytes[..count])?;
//!         }
//!     }
//! }
//!
//! let server = Server::tcp("127.0.0.1:0", Upper)?.mode(Mode::threads());
//! let (address, stop) = (server.address(), server.stopper());
//! let serving = thread::spawn(move || server.serve_forever());
//!
//! let mut phone = TcpStream::connect(address)?;
//! phone.write_all(b"hello")?;
//! let mut answer = [0; 5];
//! phone.read_exact(&mut answer)?;
//! assert_eq!(&answer, b"HELLO");
//!
//! drop(phone);
//! stop.stop();
//! serving.join().unwrap()?;
//! # io::Result::Ok(())
//! ```
//!
//! # What differs from Python
//!
//! | `socketserver` | here |
//! |---|---|
//! | `ThreadingMixIn`, `ForkingMixIn` | a [`Mode`] |
//! | a handler object for each request | one handler, shared; what belongs to a request is local to `handle` |
//! | `shutdown` within `poll_interval` | [`Stopper::stop`] wakes the server |
//! | a fork | the program executed again: [`Mode::processes`] |
//! | a thread for every connection there is | never more than [`Server::max_connections`]; who comes then waits in the backlog |
//! | accept fails for want of descriptors, in a busy loop | it is tried again after a moment |
//!
//! # How a request ends
//!
//! When `handle` has returned, failed or panicked, `finish` is called, and
//! whatever went wrong is handed to [`Handler::handle_error`]. Of a
//! connection the writing side is closed first, then what the peer still
//! sends is read for a moment: to close at once would take back what was
//! sent last.

mod connection;
mod crew;
mod datagram;
mod door;
mod handler;
mod live;
mod mode;
mod serve;
mod transport;
mod work;

pub use super::stop::Stopper;
pub use connection::{Connection, Stream};
pub use datagram::{Datagram, Socket, Udp, UnixDatagram};
pub use handler::{Fault, Handler};
pub use mode::Mode;
pub use serve::Server;
pub use transport::{Peer, Request, Tcp, Transport, Unix};
pub use work::serve_in_child;
