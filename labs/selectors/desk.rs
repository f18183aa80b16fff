//! A server of callbacks: whatever is registered has brought along what is to
//! be done when it is ready.

use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd};

use workbench::net::selector::{
    Event, Events, Interest, Key, Kind, Selector, Token,
};
use workbench::net::{TcpListener, TcpStream};

use crate::labs::Story;

/// What is done when something is ready.
pub(super) type Callback = fn(&mut Desk, Event);

/// One thread, one selector, and all that it waits for.
pub(super) struct Desk {
    pub(super) story: Story,
    selector: Selector<Socket, Known>,
    /// Those who have not hung up yet, or not called yet.
    callers: usize,
    address: SocketAddr,
}

enum Socket {
    Door(TcpListener),
    Line(TcpStream),
}

/// What is known of somebody who is waited for.
pub(super) struct Known {
    callback: Callback,
    /// Bytes that they are still to be sent.
    pub(super) unsent: usize,
}

/// How often the desk was woken.
pub(super) struct Woken {
    pub(super) times: usize,
    /// And found nothing to read and nothing to say.
    pub(super) in_vain: usize,
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Door(it) => it.as_fd(),
            Self::Line(it) => it.as_fd(),
        }
    }
}

impl Desk {
    /// A desk for so many callers; `welcome` is called when one has come.
    pub(super) fn open(
        story: &Story,
        kind: Kind,
        callers: usize,
        welcome: Callback,
    ) -> Self {
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = door.local_addr().unwrap();
        let selector = Selector::of_kind(kind).unwrap().named("all sockets");
        let mut desk =
            Self { story: story.clone(), selector, callers, address };
        desk.register(Socket::Door(door), Interest::Read, welcome);
        desk
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn kind(&self) -> Kind {
        self.selector.kind()
    }

    /// Waits, and calls back, until all have hung up.
    pub(super) fn serve(mut self) -> Woken {
        let mut events = Events::new();
        let mut woken = Woken { times: 0, in_vain: 0 };
        while self.callers > 0 {
            self.selector.select(&mut events, None).unwrap();
            woken.times += 1;
            woken.in_vain += usize::from(self.is_in_vain(&events));
            for event in &events {
                let key = self.selector.get_key(event.token());
                if let Some(callback) = key.map(|key| key.data().callback) {
                    callback(&mut self, *event);
                }
            }
        }
        woken
    }

    fn is_in_vain(&self, events: &Events) -> bool {
        let nothing = |event: &Event| {
            let key = self.selector.get_key(event.token());
            let unsent = key.map_or(0, |key| key.data().unsent);
            !event.is_readable() && unsent == 0
        };
        events.iter().all(nothing)
    }

    fn register(&mut self, who: Socket, interest: Interest, then: Callback) {
        let known = Known { callback: then, unsent: 0 };
        self.selector.register(who, interest, known).unwrap();
    }

    /// Lets somebody in; `then` is called when they are ready.
    pub(super) fn let_in(
        &mut self,
        door: Token,
        interest: Interest,
        then: Callback,
    ) {
        let key = self.selector.get_key(door).map(Key::source);
        let Some(Socket::Door(door)) = key else { return };
        let (line, _) = door.accept().unwrap();
        line.set_nonblocking(true).unwrap();
        self.register(Socket::Line(line.named("a line")), interest, then);
    }

    /// The line of a caller, and what is known of them.
    pub(super) fn line(
        &mut self,
        token: Token,
    ) -> Option<(&TcpStream, &mut Known)> {
        match self.selector.get_key_mut(token)?.split() {
            (Socket::Line(line), known) => Some((line, known)),
            (Socket::Door(_), _) => None,
        }
    }

    /// From now on a caller is waited for in this way.
    pub(super) fn wait_for(&mut self, token: Token, interest: Interest) {
        self.selector.modify(token, interest).unwrap();
    }

    /// A caller has hung up.
    pub(super) fn forget(&mut self, token: Token) {
        self.callers -= usize::from(self.selector.unregister(token).is_some());
    }
}
