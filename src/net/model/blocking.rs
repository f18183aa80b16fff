//! Blocking: a thread for each connection, which waits in `read`.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use super::connection::ROOM;
use super::server::{OnError, Server};
use super::session::Session;
use crate::net::server::{self, Connection, Fault, Handler, Mode, Peer};

pub(super) fn serve<S: Session>(
    server: &Server<impl Fn() -> S + Send + Sync + 'static>,
) -> io::Result<()> {
    let handler = Talks {
        session: server.session.clone(),
        on_error: server.on_error.clone(),
    };
    let (tcp, bell) = (server.tcp.clone(), server.bell.clone());
    server::Server::woken_by(bell, tcp, handler)
        .mode(Mode::threads())
        .max_connections(usize::MAX)
        .grace(Duration::ZERO)
        .serve_forever()
}

struct Talks<F> {
    session: Arc<F>,
    on_error: OnError,
}

impl<S, F> Handler<Connection<TcpStream>> for Talks<F>
where
    S: Session,
    F: Fn() -> S + Send + Sync + 'static,
{
    /// Reads and answers until the peer hangs up.
    fn handle(&self, peer: &mut Connection<TcpStream>) -> io::Result<()> {
        let mut session = (self.session)();
        let mut room = vec![0; ROOM];
        let mut answer = Vec::new();
        loop {
            let count = peer.read(&mut room)?;
            if count == 0 {
                return Ok(());
            }
            session.receive(&room[..count], &mut answer);
            peer.write_all(&answer)?;
            answer.clear();
        }
    }

    fn handle_error(&self, _: Option<&Peer>, fault: &Fault) {
        // That a peer has gone is no error of the server.
        if let Fault::Accept(why) | Fault::Start(why) = fault {
            (self.on_error)(why);
        }
    }
}
