//! The server: a byte back, 10 ms after a byte came.

use std::io::{self, Read};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime;
use workbench::process::{Child, Connection, Entry, Pipe, Process};

/// How long a reply takes.
const REPLY: Duration = Duration::from_millis(10);

/// Callers that may stand before the door.
const BACKLOG: u32 = 4_096;

/// Serves until its caller ends, and tells it where.
pub(crate) static SERVER: Entry = Entry::new("server", |child: &Child| {
    let mut caller = child.connection();
    let tell = |address: SocketAddr| {
        caller.send(address.to_string()).unwrap();
        // Nothing comes: it hangs up.
        let _ = caller.recv();
    };
    serve(tell).map_or(1, |()| 0)
});

/// A server in a process of its own; it ends when its line is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    _line: Connection,
    _process: Process,
}

/// Starts the server.
pub(crate) fn start() -> io::Result<Server> {
    let (mut here, there) = Pipe::new().duplex()?;
    let mut process = Process::new(&SERVER).pipe(there);
    process.start()?;
    let address = here.recv_text()?.unwrap_or_default();
    let address = address.parse().map_err(io::Error::other)?;
    Ok(Server { address, _line: here, _process: process })
}

/// Serves whoever is told the address, until its input ends.
pub(crate) fn alone() -> io::Result<()> {
    serve(|address| {
        println!("listening on {address}");
        let _ = io::stdin().read_to_end(&mut Vec::new());
    })
}

/// Serves while `meanwhile` goes on.
fn serve(meanwhile: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let address = runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(([127, 0, 0, 1], 0).into())?;
        let listener = socket.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(reply(caller));
            }
        });
        io::Result::Ok(address)
    })?;
    meanwhile(address);
    Ok(())
}

async fn reply(mut caller: TcpStream) -> io::Result<()> {
    let byte = caller.read_u8().await?;
    tokio::time::sleep(REPLY).await;
    caller.write_u8(byte).await
}
