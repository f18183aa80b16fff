//! Non-blocking: nobody waits. Every connection is asked whether it has
//! something, again and again, which is what makes it so dear.

use std::io;
use std::net::TcpStream;
use std::time::Instant;

use super::connection::{Goes, ROOM, Talk};
use super::server::Server;
use super::session::Session;

pub(super) fn serve<S: Session>(
    server: &Server<impl Fn() -> S + Send + Sync + 'static>,
) -> io::Result<()> {
    let mut room = vec![0; ROOM];
    let mut connections: Vec<(TcpStream, Talk<S>)> = Vec::new();
    let mut shut = None;
    while !server.bell.is_stopped() {
        if shut.is_none_or(|until| Instant::now() >= until) {
            shut = None;
            match server.accept() {
                Ok(Some(come)) => {
                    let talk = server.talk(&come);
                    connections.push((come, talk));
                }
                Ok(None) => {}
                Err(why) => shut = Some(server.rest(&why)),
            }
        }
        connections.retain_mut(|(stream, talk)| {
            talk.go_on(stream, &mut room) != Goes::Over
        });
    }
    Ok(())
}
