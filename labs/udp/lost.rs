//! Datagrams that nobody reads.

use std::time::Duration;

use super::demo::socket;
use crate::labs::{Story, named};

/// A sender hears nothing of an address where nobody is; unless its socket is
/// connected to it, which sends no packet: then the system knows whose socket
/// the refusal is for, and says so at the next call.
pub(super) fn nobody(story: &Story) {
    let (gone, address) = socket("gone");
    drop(gone);
    let patience = story.scaled(Duration::from_millis(300));
    let (post, _) = socket("an answer");
    post.set_read_timeout(Some(patience.max(PATIENCE))).unwrap();
    let sent = post.send_to(b"hello?", address).unwrap();
    story.say(format!("{sent} bytes are sent"));
    let answer = post.recv_from(&mut [0; 1024]);
    match answer {
        Ok(_) => story.right("there is an answer"),
        Err(_) => story.wrong("silence: late, lost, or nobody there?"),
    }
    post.connect(address).unwrap();
    post.send(b"hello?").unwrap();
    match post.recv(&mut [0; 1024]) {
        Ok(_) => story.wrong("connected: there is an answer"),
        Err(why) => story.say(format!("connected, it is told: {why}")),
    }
}

/// What has not come until then does not come, at any speed.
const PATIENCE: Duration = Duration::from_millis(50);

/// How many are sent, of a KiB each: some times what a socket keeps.
const CARDS: usize = 1000;

/// The receiver's system keeps what is unread up to a limit, and then no
/// more. Every send went well.
pub(super) fn flood(story: &Story) {
    let (letter_box, address) = socket("letter box");
    let sender = named("sender").spawn(move || {
        let (post, _) = socket("post");
        let card = [b'x'; 1024];
        let sends = (0..CARDS).map(|_| post.send_to(&card, address));
        sends.filter(|sent| sent.is_ok()).count()
    });
    let sent = sender.unwrap().join().unwrap();
    let receiver = named("receiver").spawn(move || {
        letter_box.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut card = [0; 1024];
        let mut came = 0;
        while letter_box.recv_from(&mut card).is_ok() {
            came += 1;
        }
        came
    });
    let came = receiver.unwrap().join().unwrap();
    match sent - came {
        0 => story.right(format!("all {sent} came")),
        lost => story.wrong(format!("{sent} sent, {came} came: {lost} lost")),
    }
}
