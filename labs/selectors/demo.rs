use std::io::{Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use rustix::io::ioctl_fionread;
use workbench::net::TcpStream;
use workbench::net::selector::{Event, Interest, Kind};

use super::costs::wake_up;
use super::desk::{Callback, Desk, Woken};
use crate::labs::{Story, named};

/// Bytes of a caller's words that are read at once.
const WORDS: usize = 1024;

/// Somebody is at the door: they are let in, and `answer` is called when they
/// speak.
fn accept(desk: &mut Desk, at: Event) {
    desk.let_in(at.token(), Interest::Read, answer);
    desk.story.say("accept: lets somebody in, and registers answer");
}

/// Somebody speaks, or has hung up.
fn answer(desk: &mut Desk, at: Event) {
    let Some((mut line, _)) = desk.line(at.token()) else { return };
    let mut words = [0; WORDS];
    match line.read(&mut words) {
        Ok(0) | Err(_) => {
            desk.story.say("answer: they have hung up; unregisters them");
            desk.forget(at.token());
        }
        Ok(count) => {
            line.write_all(&words[..count].to_ascii_uppercase()).unwrap();
            let heard = String::from_utf8_lossy(&words[..count]);
            desk.story.say(format!("answer: hears {heard}"));
        }
    }
}

/// Two callers, one thread, and no order in which they have to speak.
pub(super) fn callbacks(story: &Story) {
    let answers = talk(story, Kind::default());
    match answers.as_str() {
        "GOOD MORNING, HELLO" => story.right(format!("answers: {answers}")),
        _ => story.wrong(format!("answers: {answers}")),
    }
}

/// What waits is another system call; nothing else changes.
pub(super) fn one_face(story: &Story) {
    for kind in Kind::ALL {
        let quiet = Story::quiet(story.speed(), |_| {});
        let answers = talk(&quiet, *kind);
        match answers.as_str() {
            "GOOD MORNING, HELLO" => {
                story.right(format!("{kind}: {answers}"));
            }
            _ => story.wrong(format!("{kind}: {answers}")),
        }
    }
}

/// What two callers hear.
fn talk(story: &Story, kind: Kind) -> String {
    serve(Desk::open(story, kind, 2, accept), |address| {
        let mut anna = TcpStream::connect(address).unwrap().named("anna");
        let mut ben = TcpStream::connect(address).unwrap().named("ben");
        story.sleep(0.2);
        let first = ask(&mut ben, "good morning");
        story.sleep(0.2);
        format!("{first}, {}", ask(&mut anna, "hello"))
    })
    .0
}

/// Runs the server beside its callers; what they say of it, and how often it
/// was woken.
fn serve<T>(desk: Desk, callers: impl FnOnce(SocketAddr) -> T) -> (T, Woken) {
    let address = desk.address();
    let name = format!("{} server", desk.kind());
    let server = named(name).spawn(|| desk.serve()).unwrap();
    let heard = callers(address);
    (heard, server.join().unwrap())
}

fn ask(phone: &mut TcpStream, words: &str) -> String {
    phone.write_all(words.as_bytes()).unwrap();
    let mut answer = vec![0; words.len()];
    phone.read_exact(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

/// As [`accept`], with a callback that takes its time.
fn accept_patiently(desk: &mut Desk, at: Event) {
    desk.let_in(at.token(), Interest::Read, answer_slowly);
}

/// There is one thread: while it sleeps here, nobody is answered.
fn answer_slowly(desk: &mut Desk, at: Event) {
    let Some((line, _)) = desk.line(at.token()) else { return };
    let mut words = [0; WORDS];
    let count = line.peek(&mut words).unwrap_or(0);
    if &words[..count] == b"a riddle" {
        desk.story.say("thinks about a riddle");
        desk.story.linger(1.0);
    }
    answer(desk, at);
}

/// Ben asks for nothing that takes time. He waits for Anna's riddle.
pub(super) fn stalled(story: &Story) {
    let desk = Desk::open(story, Kind::default(), 2, accept_patiently);
    let (waited, _) = serve(desk, |address| {
        let caller = |name: &str, words: &'static str| {
            let mut phone = TcpStream::connect(address).unwrap().named(name);
            let ask = move || {
                let start = workbench::thread::now();
                ask(&mut phone, words);
                start.elapsed()
            };
            named(name).spawn(ask).unwrap()
        };
        let anna = caller("anna", "a riddle");
        story.linger(0.2);
        let ben = caller("ben", "hello");
        let waited = ben.join().unwrap();
        anna.join().unwrap();
        waited
    });
    let waited = waited.as_secs_f64();
    story.wrong(format!("ben waited {waited:.2} s for an answer to hello"));
}

/// More than the system keeps for one who does not read.
const POEM: usize = 16 << 20;

/// What is sent at once.
const LINES: &[u8; 64 << 10] = &[b'x'; 64 << 10];

/// Sends a poem to whoever asks, as fast as they read. Whether there is room
/// is always of interest.
fn recite(desk: &mut Desk, at: Event) {
    let Some((mut line, known)) = desk.line(at.token()) else { return };
    if at.is_readable() {
        match line.read(&mut [0; WORDS]) {
            Ok(0) | Err(_) => return desk.forget(at.token()),
            Ok(_) => known.unsent = POEM,
        }
    }
    let lines = known.unsent.min(LINES.len());
    // No room is no error: what is unsent stays so.
    known.unsent -= line.write(&LINES[..lines]).unwrap_or(0);
}

/// The same. Whether there is room is of interest while there is something to
/// say, and at no other time.
fn recite_and_rest(desk: &mut Desk, at: Event) {
    recite(desk, at);
    let Some((_, known)) = desk.line(at.token()) else { return };
    let interest = match known.unsent {
        0 => Interest::Read,
        _ => Interest::ReadWrite,
    };
    desk.wait_for(at.token(), interest);
}

/// A socket that is not full can always be written to: a call that waits for
/// that does not wait.
pub(super) fn always_writable(story: &Story) {
    let woken = hear_poem(story, |desk, at| {
        desk.let_in(at.token(), Interest::ReadWrite, recite);
    });
    let Woken { times, in_vain } = woken;
    story.wrong(format!("woken {times} times, {in_vain} of them for nothing"));
}

pub(super) fn when_needed(story: &Story) {
    let woken = hear_poem(story, |desk, at| {
        desk.let_in(at.token(), Interest::Read, recite_and_rest);
    });
    let line = format!("woken {} times", woken.times);
    match woken.in_vain {
        0 => story.right(format!("{line}, never for nothing")),
        in_vain => story.wrong(format!("{line}, {in_vain} for nothing")),
    }
}

/// A caller asks for a poem, thinks of something else until no more of it can
/// arrive, hears it, and stays on the line.
///
/// The server is not recorded: it would say the same thing too often.
fn hear_poem(story: &Story, welcome: Callback) -> Woken {
    let desk = Desk::open(story, Kind::default(), 1, welcome);
    let address = desk.address();
    let server = std::thread::spawn(|| desk.serve());
    let mut phone = TcpStream::connect(address).unwrap().named("line");
    phone.write_all(b"the poem, please").unwrap();
    story.linger(0.3);
    let here = ioctl_fionread(&phone).unwrap();
    story.say(format!(
        "{} KiB of {} MiB lie here unread, and no more fit",
        here >> 10,
        POEM >> 20
    ));
    phone.read_exact(&mut vec![0; POEM]).unwrap();
    story.say("has heard the poem, and says nothing");
    story.sleep(0.3);
    drop(phone);
    server.join().unwrap()
}

/// Those who say nothing.
const SILENT: [usize; 3] = [0, 200, 800];

/// Columns of the longest bar.
const BAR: f64 = 40.0;

/// select and poll are given everybody in every call, and look at everybody;
/// epoll has been told once, and is called by those who speak.
pub(super) fn silent(story: &Story) {
    let rounds = story.scaled_work(5_000).max(500) as u32;
    let mut costs = Vec::new();
    for kind in Kind::ALL {
        let cost = |silent| (*kind, silent, wake_up(*kind, silent, rounds));
        costs.extend(SILENT.map(cost));
    }
    let longest = costs.iter().map(|it| it.2).max().unwrap_or(Duration::ZERO);
    let mut lines = vec!["        silent     a wake-up".to_owned()];
    for (kind, silent, cost) in costs {
        let share = cost.div_duration_f64(longest);
        let bar = "█".repeat((share * BAR).round().max(1.0) as usize);
        let micros = cost.as_secs_f64() * 1e6;
        let kind = kind.to_string();
        lines.push(format!("{kind:8}{silent:>6}  {micros:>8.1} µs  {bar}"));
    }
    story.right(lines.join("\n"));
}
