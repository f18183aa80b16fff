use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream as Raw};
use std::time::Duration;

use workbench::net::TcpStream;
use workbench::net::server::{Connection, Mode, Server, serve_in_child};
use workbench::process::{Entry, Process};

use super::clerk::Clerk;
use crate::labs::served::beside;
use crate::labs::{Story, named};

/// All call at the same time.
const CALLERS: [&str; 3] = ["anna", "ben", "carl"];

/// The clerk answers a caller until they hang up; the others wait at the door.
pub(super) fn iterative(story: &Story) {
    let (_, most) = serve(story, Mode::iterative(), call_all);
    report(story, most == 1, &format!("{most} at a time"));
}

/// Whoever calls is answered at once, by a thread of their own.
pub(super) fn threads(story: &Story) {
    let (_, most) = serve(story, Mode::threads(), call_all);
    report(story, most > 1, &format!("up to {most} at once"));
}

/// There are never more than two at once, however many call.
pub(super) fn pool(story: &Story) {
    let (_, most) = serve(story, Mode::pool(2), call_all);
    report(story, most <= 2, &format!("up to {most} at once"));
}

/// This same program, executed once more with the connection.
pub(super) static SERVES: Entry = Entry::new("socketserver-serves", |child| {
    let speed = child.args()[0].parse().unwrap();
    let clerk = Clerk::new(&Story::quiet(speed, |_| {}));
    serve_in_child::<Connection<Raw>>(child, &clerk)
});

/// Nothing is shared: what one does wrong, no other one feels.
pub(super) fn processes(story: &Story) {
    let speed = story.speed();
    let mode = Mode::processes(move || Process::new(&SERVES).arg(speed));
    let (answers, _) = serve(story, mode, call_all);
    let process = |answer: &String| answer.split(' ').next_back()?.parse().ok();
    let numbers: BTreeSet<u32> = answers.iter().filter_map(process).collect();
    let others = !numbers.contains(&std::process::id());
    let what = format!("{} processes", numbers.len());
    report(story, numbers.len() == CALLERS.len() && others, &what);
}

/// The panic ends the request and its connection, and nothing else.
pub(super) fn panic(story: &Story) {
    let ((lost, answer), _) = serve(story, Mode::threads(), |address| {
        let mut anna = phone(address, "anna");
        let lost = ask(&mut anna, "boom");
        (lost, ask(&mut phone(address, "ben"), "hello"))
    });
    match (lost, answer) {
        (Err(why), Ok(answer)) => {
            story.say(format!("anna is told: {}", why.kind()));
            story.right(format!("and ben: {answer}"));
        }
        both => story.wrong(format!("{both:?}")),
    }
}

/// A worker belongs to its caller until that one hangs up. Two who hold the
/// line are enough for a pool of two.
pub(super) fn starved(story: &Story) {
    serve(story, Mode::pool(2), |address| {
        let silent = [phone(address, "anna"), phone(address, "ben")];
        story.linger(0.2);
        let mut carl = phone(address, "carl");
        let patience = story.scaled(Duration::from_secs(1));
        let patience = patience.max(Duration::from_millis(200));
        carl.set_read_timeout(Some(patience)).unwrap();
        if ask(&mut carl, "hello").is_err() {
            let time = patience.as_secs_f64();
            story.wrong(format!("carl has heard nothing for {time:.2} s"));
        }
        story.say("anna and ben hang up");
        drop(silent);
        carl.set_read_timeout(None).unwrap();
        let answer = hear(&mut carl).unwrap();
        story.say(format!("carl hears: {answer}"));
    });
}

/// Runs a server in one of the modes beside its callers; what they hear, and
/// how many were answered at once.
fn serve<T>(
    story: &Story,
    mode: Mode,
    callers: impl FnOnce(SocketAddr) -> T,
) -> (T, usize) {
    let server = Server::tcp("127.0.0.1:0", Clerk::new(story)).unwrap();
    let (heard, server) = beside(server.mode(mode), callers);
    (heard, server.handler().most_at_once())
}

/// All callers at the same time; what they hear.
fn call_all(address: SocketAddr) -> Vec<String> {
    let call = |name: &'static str| {
        let call = move || ask(&mut phone(address, name), name).unwrap();
        named(name).spawn(call).unwrap()
    };
    let callers = CALLERS.map(call);
    callers.map(|caller| caller.join().unwrap()).into()
}

fn phone(address: SocketAddr, name: &str) -> TcpStream {
    TcpStream::connect(address).unwrap().named(name)
}

fn ask(phone: &mut TcpStream, words: &str) -> io::Result<String> {
    phone.write_all(words.as_bytes())?;
    hear(phone)
}

fn hear(phone: &mut TcpStream) -> io::Result<String> {
    let mut answer = [0; 1024];
    match phone.read(&mut answer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => Ok(String::from_utf8_lossy(&answer[..count]).into_owned()),
    }
}

fn report(story: &Story, is_right: bool, what: &str) {
    let (callers, time) = (CALLERS.len(), story.elapsed());
    let line = format!("{callers} callers, {what}: {time:.2} s");
    match is_right {
        true => story.right(line),
        false => story.wrong(line),
    }
}
