//! std's sockets, whose reads and writes a trace shows.
//!
//! Names and signatures are std's, and whatever is not here is std's own,
//! which they dereference to. A thread that waits for the other side is in IO
//! meanwhile; what it reads points to what was written, if that was in the
//! same run.

mod end;
mod listener;
mod stream;
mod udp;
mod way;

pub use listener::TcpListener;
#[cfg(unix)]
pub use listener::UnixListener;
pub use stream::TcpStream;
#[cfg(unix)]
pub use stream::UnixStream;
pub use udp::UdpSocket;

pub(super) use end::End;
