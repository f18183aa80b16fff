//! One server in seven ways: how a program waits for many connections.
//!
//! What is answered is a [`Session`], which does no I/O; how bytes come to it
//! and go from it is a [`Model`]. They are Stevens' five, with the three ways
//! to multiplex told apart:
//!
//! | [`Model`] | who waits, and for what |
//! |---|---|
//! | `Blocking` | a thread for each connection, in `read` |
//! | `NonBlocking` | nobody: every connection is asked, again and again |
//! | `Select`, `Poll`, `Epoll` | one thread, until any connection is ready |
//! | `Sigio` | one thread, for a signal that names a connection |
//! | `Uring` | one thread, until reads and writes are done |
//!
//! W. Richard Stevens, "UNIX Network Programming", volume 1, section 6.2.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//! use workbench::net::model::{Model, Server, Upper};
//! use workbench::thread;
//!
//! let server = Server::bind("127.0.0.1:0", Model::Poll, Upper::new)?;
//! let (address, stop) = (server.address(), server.stopper());
//! let serving = thread::spawn(move || server.serve_forever());
//!
//! let mut phone = TcpStream::connect(address)?;
//! phone.write_all(b"hello")?;
//! let mut answer = [0; 5];
//! phone.read_exact(&mut answer)?;
//! assert_eq!(&answer, b"HELLO");
//!
//! stop.stop();
//! serving.join().unwrap()?;
//! # std::io::Result::Ok(())
//! ```
//!
//! # What they have in common
//!
//! Sockets send what is written at once (`TCP_NODELAY`). Whoever sends and
//! does not read is not listened to while 1 MiB of answers waits for it. If
//! the system has no descriptor for another connection, nobody is accepted
//! for 100 ms. A server that is stopped hangs up.

mod blocking;
#[cfg(target_os = "linux")]
mod buffers;
mod connection;
mod kind;
mod readiness;
mod server;
mod session;
#[cfg(target_os = "linux")]
mod sigio;
mod spin;
#[cfg(target_os = "linux")]
mod uring;

pub use kind::Model;
pub use server::Server;
pub use session::{Session, Upper};
