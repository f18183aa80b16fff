//! tokio: a task for each connection.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

pub(super) fn one_thread() -> io::Result<()> {
    serve(&Builder::new_current_thread().enable_io().build()?)
}

pub(super) fn many_threads() -> io::Result<()> {
    serve(&Builder::new_multi_thread().enable_io().build()?)
}

fn serve(runtime: &Runtime) -> io::Result<()> {
    let listener = super::listener()?;
    listener.set_nonblocking(true)?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(answer(stream));
        }
    })
}

/// What ends it is that the caller has gone.
async fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut room = [0; 4096];
    loop {
        let count = stream.read(&mut room).await?;
        if count == 0 {
            return Ok(());
        }
        let words = &mut room[..count];
        words.make_ascii_uppercase();
        stream.write_all(words).await?;
    }
}
