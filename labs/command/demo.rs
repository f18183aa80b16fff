use std::io::{Read, Write};

use workbench::net::protocol::Commands;
use workbench::net::server::{Server, Tcp};
use workbench::net::{TcpStream, client};

use super::notes::Notes;
use crate::labs::Story;
use crate::labs::served::beside;

/// 1,492 bytes: more than the caller takes at once.
const LONG: &str = "seq 1 400";
const SHORT: &str = "echo done";

/// What a caller takes at once, as in the notes.
const TAKEN: usize = 1024;

/// Nothing says where an answer ends. What the caller did not take is the
/// beginning of the next one.
pub(super) fn bare(story: &Story) {
    let server = Server::tcp("127.0.0.1:0", Notes::Bare).unwrap();
    beside(server, |address| {
        let mut phone = TcpStream::connect(address).unwrap().named("phone");
        for command in [LONG, SHORT] {
            phone.write_all(command.as_bytes()).unwrap();
            let mut answer = [0; TAKEN];
            let count = phone.read(&mut answer).unwrap();
            let answer = String::from_utf8_lossy(&answer[..count]);
            let line = format!("{command}: recv has {}", ends(&answer));
            match answer == "done\n" || command == LONG {
                true => story.say(line),
                false => story.wrong(line),
            }
        }
    });
}

/// `5 bytes, "done"`; of many lines, the first and the last one.
fn ends(answer: &str) -> String {
    let lines: Vec<_> = answer.lines().collect();
    let count = answer.len();
    match lines[..] {
        [] => format!("{count} bytes"),
        [line] => format!("{count} bytes, {line:?}"),
        [first, .., last] => {
            format!("{count} bytes, from {first:?} to {last:?}")
        }
    }
}

/// The caller knows how much is to come, and takes that: no more, no less.
pub(super) fn framed(story: &Story) {
    beside(server(&[LONG, SHORT]), |address| {
        let mut client = client::Command::connect(address).unwrap();
        for (command, size) in [(LONG, 1492), (SHORT, 5)] {
            let answer = run(&mut client, command);
            let line = format!("{command}: {}", ends(&answer));
            match answer.len() == size {
                true => story.right(line),
                false => story.wrong(line),
            }
        }
    });
}

/// A server that runs these commands, and no other.
fn server(allowed: &[&str]) -> Server<Tcp, Commands> {
    let commands = Commands::new(allowed).unwrap();
    Server::tcp("127.0.0.1:0", commands).unwrap()
}

fn run(client: &mut client::Command, command: &str) -> String {
    String::from_utf8(client.run(command).unwrap()).unwrap()
}

/// The caller's side by hand, as in the notes: four bytes, then as many as
/// they say, then as many as those say.
pub(super) fn bytes(story: &Story) {
    let ((length, header, output), _) = beside(server(&[SHORT]), |address| {
        let mut phone = TcpStream::connect(address).unwrap().named("phone");
        phone.write_all(SHORT.as_bytes()).unwrap();
        let mut length = [0; 4];
        phone.read_exact(&mut length).unwrap();
        let size = i32::from_le_bytes(length) as usize;
        let header = read(&mut phone, size);
        let known: serde_json::Value = serde_json::from_slice(&header).unwrap();
        let size = known["data_size"].as_u64().unwrap() as usize;
        (length, header, read(&mut phone, size))
    });
    let size = i32::from_le_bytes(length);
    let mut lines = Vec::new();
    let parts: [(&str, &[u8], String); 3] = [
        ("length", &length, format!("{size}, low byte first")),
        ("header", &header, String::from_utf8_lossy(&header).into_owned()),
        ("output", &output, String::from_utf8_lossy(&output).into_owned()),
    ];
    for (name, bytes, meaning) in parts {
        let meaning = meaning.trim_end();
        lines.push(format!("{name}  {:47}  {meaning}", hex(bytes)));
    }
    match output == b"done\n" {
        true => story.right(lines.join("\n")),
        false => story.wrong(lines.join("\n")),
    }
}

fn read(phone: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    phone.read_exact(&mut bytes).unwrap();
    bytes
}

fn hex(bytes: &[u8]) -> String {
    let words = bytes.iter().map(|byte| format!("{byte:02x}"));
    words.collect::<Vec<_>>().join(" ")
}

/// What a stranger might send. Here it does no harm.
const TWO_IN_ONE: &str = "date; echo injected";

/// A shell does all that it is told: a `;`, and there is a second command.
pub(super) fn shell(story: &Story) {
    let server = Server::tcp("127.0.0.1:0", Notes::Framed).unwrap();
    let (answer, _) = beside(server, |address| {
        story.say(format!("sends: {TWO_IN_ONE}"));
        let mut client = client::Command::connect(address).unwrap();
        run(&mut client, TWO_IN_ONE)
    });
    story.say(format!("gets:  {}", answer.trim_end().replace('\n', ", ")));
    match answer.contains("injected\n") {
        true => story.wrong("two commands were run; it could have been rm -r"),
        false => story.right("one command was run"),
    }
}

/// A line is words, and the words have to be those of the list. They are run
/// as they stand there; nobody reads a `;`.
pub(super) fn allow_list(story: &Story) {
    beside(server(&["date", "uname -s"]), |address| {
        let mut client = client::Command::connect(address).unwrap();
        for command in ["date", TWO_IN_ONE, "uname -a"] {
            let answer = run(&mut client, command);
            let is_allowed = command == "date";
            let line = match is_allowed {
                true => format!("{command}: {}", ends(&answer)),
                false => answer.trim_end().to_owned(),
            };
            match answer.contains("is not allowed here") != is_allowed {
                true => story.right(line),
                false => story.wrong(line),
            }
        }
    });
}
