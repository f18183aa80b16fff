//! What the library's servers are compared with: each answers what it is sent
//! in upper case, in as few lines as its house allows.

mod floor;
mod frames;
mod mio;
mod tokio;

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

pub(crate) use floor::floor;

/// Connections that the system keeps waiting; the same for all.
const BACKLOG: i32 = 4096;

/// Serves under a rival's name, in a process of its own.
pub(crate) fn serve(name: &str) -> ExitCode {
    let served = match name {
        "tokio" => tokio::one_thread(),
        "tokio-multi" => tokio::many_threads(),
        "mio" => mio::serve(),
        "frames" => frames::serve(),
        _ => Err(io::Error::other("there is no such rival")),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {name}: {why}");
            ExitCode::FAILURE
        }
    }
}

/// A listener as all of them have it.
fn listener() -> io::Result<std::net::TcpListener> {
    let domain = socket2::Domain::IPV4;
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None)?;
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(&any.into())?;
    socket.listen(BACKLOG)?;
    let listener = std::net::TcpListener::from(socket);
    println!("listening on {}", listener.local_addr()?);
    Ok(listener)
}
