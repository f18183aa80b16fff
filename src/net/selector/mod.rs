//! Waiting for many sockets at once: select, poll and epoll behind one
//! contract, that of Python's [`selectors`].
//!
//! - A [`Selector`] **owns** what it watches. Nothing can be closed while it
//!   is registered, so that no event is about a descriptor whose number
//!   somebody else has by now; Python's `unregister` after `close` cannot be
//!   expressed.
//! - What is registered is known by a [`Token`], which names this one
//!   registration and never a later one: an event that is still in hand when
//!   its connection is unregistered finds nothing.
//! - Events are **level-triggered**: what is ready and not dealt with is told
//!   again by the next call. One read for each event is enough.
//! - An error or a hang-up makes ready whatever one is interested in: the read
//!   or the write then tells which.
//! - An interruption by a signal is no end of waiting: the call goes on, for
//!   what is left of its time.
//!
//! | [`Kind`] | the cost of a call grows with | descriptors |
//! |---|---|---|
//! | `Select` | the largest number of a descriptor | numbers 0 to 1023 only |
//! | `Poll` | how many are registered | as many as there are |
//! | `Epoll` | how many are ready, of which it tells 1,024 | as many as there are, but no files; Linux |
//!
//! Sockets are real only: making a selector panics in an explored program.
//! There is none on Windows.
//!
//! # Examples
//!
//! A server that calls back: the data of a key is what to do when it is
//! ready.
//!
//! ```
//! use std::io::{self, Read, Write};
//! use std::net::{TcpListener, TcpStream};
//! use std::os::fd::{AsFd, BorrowedFd};
//!
//! use workbench::net::selector::{Events, Interest, Selector, Token};
//!
//! enum Socket {
//!     Listener(TcpListener),
//!     Connection(TcpStream),
//! }
//!
//! impl AsFd for Socket {
//!     fn as_fd(&self) -> BorrowedFd<'_> {
//!         match self {
//!             Socket::Listener(it) => it.as_fd(),
//!             Socket::Connection(it) => it.as_fd(),
//!         }
//!     }
//! }
//!
//! struct Callback(fn(&mut Loop, Token) -> io::Result<()>);
//! type Loop = Selector<Socket, Callback>;
//!
//! fn accept(selector: &mut Loop, token: Token) -> io::Result<()> {
//!     let key = selector.get_key(token).unwrap();
//!     let Socket::Listener(listener) = key.source() else { panic!() };
//!     let (connection, _) = listener.accept()?;
//!     let connection = Socket::Connection(connection);
//!     selector.register(connection, Interest::Read, Callback(echo))?;
//!     Ok(())
//! }
//!
//! fn echo(selector: &mut Loop, token: Token) -> io::Result<()> {
//!     let key = selector.get_key(token).unwrap();
//!     let Socket::Connection(connection) = key.source() else { panic!() };
//!     let mut connection: &TcpStream = connection; // which reads and writes
//!     let mut bytes = [0; 1024];
//!     match connection.read(&mut bytes)? {
//!         0 => drop(selector.unregister(token)),
//!         n => connection.write_all(&bytes[..n].to_ascii_uppercase())?,
//!     }
//!     Ok(())
//! }
//!
//! # fn main() -> io::Result<()> {
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let mut client = TcpStream::connect(listener.local_addr()?)?;
//! client.write_all(b"hello")?;
//!
//! let mut selector = Selector::new()?;
//! let listener = Socket::Listener(listener);
//! selector.register(listener, Interest::Read, Callback(accept))?;
//! let mut events = Events::new();
//! for _turn in 0..2 {
//!     selector.select(&mut events, None)?;
//!     for event in &events {
//!         if let Some(key) = selector.get_key(event.token()) {
//!             (key.data().0)(&mut selector, event.token())?;
//!         }
//!     }
//! }
//! let mut reply = [0; 5];
//! client.read_exact(&mut reply)?;
//! assert_eq!(&reply, b"HELLO");
//! # Ok(())
//! # }
//! ```
//!
//! [`selectors`]: https://docs.python.org/3/library/selectors.html

mod backend;
mod error;
mod events;
mod face;
mod interest;
mod kind;
mod map;
mod token;
mod waker;
mod watch;

pub use error::RegisterError;
pub use events::{Event, Events};
pub use face::Selector;
pub use interest::Interest;
pub use kind::Kind;
pub use map::{Key, Map};
pub use token::Token;
pub use waker::Waker;
