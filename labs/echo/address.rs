//! The phone's number: how to have it again at once, and one that is a file.

use workbench::net::{TcpStream, UnixListener, UnixStream};

use super::phone::{ANY, ask, plain, talk};
use crate::labs::{Story, named};

/// A server that hung up first and starts again finds its number taken: the
/// system keeps the old line for a while, lest a late packet be taken for one
/// of the next call.
pub(super) fn restart(story: &Story) {
    twice(story, false);
}

/// The option says that such an old line is no reason. std's `TcpListener`
/// sets it by itself; Python's socket does not.
pub(super) fn reuse(story: &Story) {
    twice(story, true);
}

fn twice(story: &Story, reuse: bool) {
    let phone = plain(ANY, reuse, 5).unwrap();
    let number = phone.local_addr().unwrap();
    let anna = TcpStream::connect(number).unwrap();
    let (line, _) = phone.accept().unwrap();
    drop(line); // the server first
    drop(anna);
    drop(phone);
    for state in states(number.port()) {
        story.say(format!("what is left of the call: {state}"));
    }
    match plain(number, reuse, 5) {
        Ok(_) => story.right("listens at the same number, at once"),
        Err(why) => story.wrong(format!("the same number again: {why}")),
    }
}

/// What the system says of the connections at a local port. Only Linux says.
fn states(port: u16) -> Vec<&'static str> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let state = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        let (local, _, state) = (words.next()?, words.next()?, words.next()?);
        let (_, at) = local.split_once(':')?;
        (u16::from_str_radix(at, 16) == Ok(port)).then_some(match state {
            "04" | "05" => "FIN_WAIT",
            "06" => "TIME_WAIT",
            _ => "not closed yet",
        })
    };
    table.lines().filter_map(state).collect()
}

/// The same words over a Unix socket: a path, no port; no other machine; and
/// the file stays when the phone is gone.
pub(super) fn unix(story: &Story) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("phone.sock");
    let phone = UnixListener::bind(&path).unwrap().named("a call");
    let server = named("phone").spawn(move || {
        let (line, _) = phone.accept().unwrap();
        talk(&mut line.named("the caller")).unwrap();
    });
    let anna = named("anna").spawn({
        let (story, path) = (story.clone(), path.clone());
        move || {
            let mut line = UnixStream::connect(path).unwrap();
            let answer = ask(&mut line, "hello").unwrap();
            story.sleep(0.3);
            answer
        }
    });
    let answer = anna.unwrap().join().unwrap();
    server.unwrap().join().unwrap();
    let again = UnixListener::bind(&path).map(drop);
    if let Err(why) = again {
        story.say(format!("again: {why}"));
    }
    std::fs::remove_file(&path).unwrap();
    match UnixListener::bind(&path) {
        Ok(_) => story.right(format!("{answer}; and again, without the file")),
        Err(why) => story.wrong(format!("without the file: {why}")),
    }
}
