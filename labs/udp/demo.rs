use std::net::SocketAddr;

#[cfg(target_os = "linux")]
use rustix::net::RecvFlags;
use workbench::net::UdpSocket;

use crate::labs::{Story, named};

/// A socket of this machine, and its address.
pub(super) fn socket(name: &str) -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap().named(name);
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// A datagram is read as it was sent; also one of nothing, which is no end:
/// there is no connection that could end.
pub(super) fn borders(story: &Story) {
    let (letter_box, address) = socket("letter box");
    let (post, _) = socket("post");
    for card in ["hello", "", "how are you?"] {
        post.send_to(card.as_bytes(), address).unwrap();
    }
    let read = [(); 3].map(|()| {
        let mut card = [0; 1024];
        let (count, _) = letter_box.recv_from(&mut card).unwrap();
        String::from_utf8_lossy(&card[..count]).into_owned()
    });
    match read == ["hello", "", "how are you?"] {
        true => story.right(format!("three cards, three reads: {read:?}")),
        false => story.wrong(format!("read {read:?}")),
    }
}

/// Every datagram says whom it is from. One socket serves everybody, in
/// whatever order they write.
pub(super) fn clients(story: &Story) {
    let (server, address) = socket("any client");
    let serving = named("server").spawn(move || {
        // For ever, in earnest.
        for _ in 0..6 {
            let mut card = [0; 1024];
            let (count, client) = server.recv_from(&mut card).unwrap();
            let answer = card[..count].to_ascii_uppercase();
            server.send_to(&answer, client).unwrap();
        }
    });
    let clients = ["anna", "ben", "cleo"].map(|name| {
        let story = story.clone();
        let client = named(name).spawn(move || {
            let (client, _) = socket("the server");
            ["hello", "bye"].map(|card| {
                client.send_to(card.as_bytes(), address).unwrap();
                let mut answer = [0; 1024];
                let (count, _) = client.recv_from(&mut answer).unwrap();
                story.sleep(0.3);
                String::from_utf8_lossy(&answer[..count]).into_owned()
            })
        });
        client.unwrap()
    });
    let answers = clients.map(|client| client.join().unwrap());
    serving.unwrap().join().unwrap();
    match answers.iter().all(|it| *it == ["HELLO", "BYE"]) {
        true => story.right("six cards from three, and no accept, no backlog"),
        false => story.wrong(format!("answers: {answers:?}")),
    }
}

const CARD: &[u8] = b"meet me at ten, not at nine";

/// Room for what is usual.
const ROOM: usize = 14;

/// What does not fit into the buffer is gone: no error, no second read.
pub(super) fn cut(story: &Story) {
    let (letter_box, address) = socket("letter box");
    let (post, _) = socket("post");
    post.send_to(CARD, address).unwrap();
    let mut card = [0; ROOM];
    let (count, _) = letter_box.recv_from(&mut card).unwrap();
    story.say(format!("reads {count} bytes: {}", text(&card[..count])));
    letter_box.set_nonblocking(true).unwrap();
    let rest = letter_box.recv_from(&mut card);
    match (count == CARD.len(), rest) {
        (false, Err(_)) => story.wrong("the rest is gone, and no error"),
        (whole, rest) => story.right(format!("whole: {whole}; then {rest:?}")),
    }
}

/// With a flag, Linux says how long the datagram was.
#[cfg(target_os = "linux")]
pub(super) fn told(story: &Story) {
    let (letter_box, address) = socket("letter box");
    let (post, _) = socket("post");
    post.send_to(CARD, address).unwrap();
    let mut card = [0; ROOM];
    let (room, length) =
        rustix::net::recv(&letter_box, &mut card, RecvFlags::TRUNC).unwrap();
    story.say(format!("reads {room} bytes: {}", text(&card)));
    match length > room {
        true => story.right(format!("is told that there were {length}")),
        false => story.wrong("is told of nothing that is missing"),
    }
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}
