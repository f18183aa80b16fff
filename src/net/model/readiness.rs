//! `select`, `poll`, `epoll`: one thread waits until any connection is ready,
//! and does what can be done without waiting.

use std::io;
use std::net::TcpStream;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use super::connection::{Goes, ROOM, Talk};
use super::server::Server;
use super::session::Session;
use crate::net::selector::{Events, Interest, Kind, Selector, Token};
use crate::net::server::{Tcp, Transport};
use crate::net::stop::Bell;
use crate::trace;

/// What is waited for.
enum Socket<'a> {
    Bell(&'a Bell),
    Door(&'a Tcp),
    Connection(TcpStream),
}

impl AsFd for Socket<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Bell(it) => it.as_fd(),
            Socket::Door(it) => it.descriptor(),
            Socket::Connection(it) => it.as_fd(),
        }
    }
}

/// Who is waited for, and what is known of them.
struct Crowd<'a, S> {
    selector: Selector<Socket<'a>, Option<Talk<S>>>,
    /// Where people come in, unless that is shut.
    door: Option<Token>,
    /// Until when it is.
    shut: Option<Instant>,
}

pub(super) fn serve<S: Session>(
    server: &Server<impl Fn() -> S + Send + Sync + 'static>,
    kind: Kind,
) -> io::Result<()> {
    let selector = Selector::of_kind(kind)?.called("everybody");
    let mut crowd = Crowd { selector, door: None, shut: None };
    let (mut events, mut room) = (Events::new(), vec![0; ROOM]);
    crowd.watch(Socket::Bell(&server.bell), None)?;
    while !server.bell.is_stopped() {
        let timeout = crowd.open(server)?;
        crowd.selector.select(&mut events, timeout)?;
        if trace::on() {
            crowd.say_who_is_ready(&events);
        }
        for event in &events {
            let token = event.token();
            let Some(key) = crowd.selector.get_key_mut(token) else { continue };
            match key.split() {
                (Socket::Bell(bell), _) => bell.hush(),
                (Socket::Connection(stream), Some(talk)) => {
                    let goes = talk.go_on(stream, &mut room);
                    crowd.adapt(token, goes)?;
                }
                _ => crowd.accept(server),
            }
        }
    }
    Ok(())
}

impl<'a, S: Session> Crowd<'a, S> {
    fn watch(
        &mut self,
        socket: Socket<'a>,
        talk: Option<Talk<S>>,
    ) -> io::Result<Token> {
        let token = self.selector.register(socket, Interest::Read, talk);
        token.map_err(|why| {
            let told = why.to_string(); // with its number
            io::Error::new(why.error.kind(), told)
        })
    }

    /// Waits at the door, unless that is shut; then, for how long.
    fn open<F>(
        &mut self,
        server: &'a Server<F>,
    ) -> io::Result<Option<std::time::Duration>> {
        let now = Instant::now();
        self.shut = self.shut.filter(|until| *until > now);
        if self.shut.is_none() && self.door.is_none() {
            self.door = Some(self.watch(Socket::Door(&server.tcp), None)?);
        }
        Ok(self.shut.map(|until| until - now))
    }

    /// In a trace, all of these wait from now on until it is their turn.
    #[cold]
    fn say_who_is_ready(&mut self, events: &Events) {
        for event in events {
            let key = self.selector.get_key_mut(event.token());
            if let Some((_, Some(talk))) = key.map(|key| key.split()) {
                talk.ready();
            }
        }
    }

    /// Lets somebody in, or shuts the door for a moment.
    fn accept(
        &mut self,
        server: &Server<impl Fn() -> S + Send + Sync + 'static>,
    ) {
        let come = server.accept().and_then(|come| {
            let Some(come) = come else { return Ok(()) };
            let talk = server.talk(&come);
            self.watch(Socket::Connection(come), Some(talk)).map(drop)
        });
        if let Err(why) = come {
            self.shut = Some(server.rest(&why));
            self.door.take().map(|door| self.selector.unregister(door));
        }
    }

    /// What a connection is to be woken for from now on.
    fn adapt(&mut self, token: Token, goes: Goes) -> io::Result<()> {
        let Some(key) = self.selector.get_key(token) else { return Ok(()) };
        let Some(talk) = key.data() else { return Ok(()) };
        if goes == Goes::Over {
            self.selector.unregister(token);
            return Ok(());
        }
        let wanted = match (talk.listens(), talk.left().is_empty()) {
            (true, true) => Interest::Read,
            (true, false) => Interest::ReadWrite,
            (false, _) => Interest::Write,
        };
        if wanted != key.interest() {
            self.selector.modify(token, wanted)?;
        }
        Ok(())
    }
}
