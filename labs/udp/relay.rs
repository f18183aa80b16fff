//! A way between two sockets that loses some datagrams and keeps some back
//! until the next has gone.

use std::net::SocketAddr;

use workbench::net::UdpSocket;
use workbench::thread::JoinHandle;

use super::demo::socket;
use crate::labs::{Story, named};

/// Two sockets that reach each other over a relay, and the relay.
pub(super) struct Way {
    pub(super) sender: UdpSocket,
    pub(super) receiver: UdpSocket,
    pub(super) relay: JoinHandle<Relay>,
}

/// A way whose losses are those of the story's seed. It ends with an empty
/// datagram, which alone is never lost and comes last.
pub(super) fn way(story: &Story) -> Way {
    let (sender, from) = socket("the relay");
    let (receiver, to) = socket("the relay");
    let (relay, address) = socket("the ends");
    sender.connect(address).unwrap();
    receiver.connect(address).unwrap();
    let relay = Relay { socket: relay, from, to, dice: story.dice(0) };
    let story = story.clone();
    let relay = named("relay").spawn(move || relay.run(&story)).unwrap();
    Way { sender, receiver, relay }
}

/// Its socket is closed with it: who still sends to it then is refused.
pub(super) struct Relay {
    socket: UdpSocket,
    from: SocketAddr,
    to: SocketAddr,
    dice: fastrand::Rng,
}

impl Relay {
    fn run(mut self, story: &Story) -> Self {
        let (mut lost, mut late) = (0, 0);
        let mut kept = None;
        let mut card = [0; 64];
        loop {
            let (count, sender) = self.socket.recv_from(&mut card).unwrap();
            let to = if sender == self.from { self.to } else { self.from };
            let this = (card[..count].to_vec(), to);
            if count == 0 {
                kept.into_iter().for_each(|kept| self.pass(&kept));
                self.pass(&this);
                story.say(format!("lost {lost}, and was late with {late}"));
                return self;
            }
            match self.dice.u8(1..=6) {
                1 => lost += 1,
                2 if kept.is_none() => {
                    late += 1;
                    kept = Some(this);
                }
                _ => {
                    self.pass(&this);
                    if let Some(kept) = kept.take() {
                        self.pass(&kept);
                    }
                }
            }
        }
    }

    fn pass(&self, (card, to): &(Vec<u8>, SocketAddr)) {
        // Whoever has gone needs it no more.
        let _ = self.socket.send_to(card, to);
    }
}
