//! Ten cards over a way that loses some, and what makes ten of them again.

use std::time::Duration;

use super::relay::{Way, way};
use crate::labs::{Story, named};

/// How many cards are sent, with their numbers from 1.
const CARDS: u8 = 10;

/// Sends, and hopes.
pub(super) fn lossy(story: &Story) {
    let Way { sender, receiver, relay } = way(story);
    let sending = named("sender").spawn({
        let story = story.clone();
        move || {
            for number in 1..=CARDS {
                sender.send(&[number]).unwrap();
                story.sleep(0.1);
            }
            sender.send(&[]).unwrap();
        }
    });
    let receiving = named("receiver").spawn(move || {
        let mut cards = Vec::new();
        let mut card = [0; 64];
        while receiver.recv(&mut card).unwrap() > 0 {
            cards.push(card[0]);
        }
        cards
    });
    sending.unwrap().join().unwrap();
    relay.join().unwrap();
    let cards = receiving.unwrap().join().unwrap();
    report(story, &cards);
}

/// Stop and wait: a card is sent until its number comes back, and only then
/// the next. What comes twice, because its answer was lost, is answered twice
/// and taken once.
pub(super) fn repaired(story: &Story) {
    let Way { sender, receiver, relay } = way(story);
    let patience = story.scaled(Duration::from_millis(100));
    let patience = patience.max(Duration::from_millis(20));
    let sending = named("sender").spawn(move || {
        sender.set_read_timeout(Some(patience)).unwrap();
        let mut sent = 0;
        for number in 1..=CARDS {
            loop {
                sender.send(&[number]).unwrap();
                sent += 1;
                let mut answer = [0; 64];
                // An answer to a card before this one was late.
                if sender.recv(&mut answer).is_ok() && answer[0] == number {
                    break;
                }
            }
        }
        sender.send(&[]).unwrap();
        sent
    });
    let receiving = named("receiver").spawn(move || {
        let mut cards = Vec::new();
        let mut card = [0; 64];
        while receiver.recv(&mut card).unwrap() > 0 {
            if card[0] as usize == cards.len() + 1 {
                cards.push(card[0]);
            }
            receiver.send(&card[..1]).unwrap();
        }
        cards
    });
    let sent: u32 = sending.unwrap().join().unwrap();
    let relay = relay.join().unwrap();
    let cards = receiving.unwrap().join().unwrap();
    drop(relay); // which the receiver may have answered once more
    story.say(format!("{sent} were sent to bring over {CARDS}"));
    report(story, &cards);
}

fn report(story: &Story, cards: &[u8]) {
    let all: Vec<_> = (1..=CARDS).collect();
    match cards == all {
        true => story.right(format!("all came, and in order: {cards:?}")),
        false => story.wrong(format!("{} came: {cards:?}", cards.len())),
    }
}
