//! What every chapter needs: a phone, somebody who talks, somebody who calls.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::mpsc;

use socket2::{Domain, Socket, Type};
use workbench::net::{TcpListener, TcpStream};
use workbench::thread::JoinHandle;

use crate::labs::{Story, named};

/// Longer than anything that is said here.
pub(super) const LONGEST: usize = 1024;

/// A number of this machine, which the system chooses.
pub(super) const ANY: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A phone and its number.
pub(super) fn phone() -> (TcpListener, SocketAddr) {
    let phone = TcpListener::bind(ANY).unwrap().named("a call");
    let number = phone.local_addr().unwrap();
    (phone, number)
}

/// A phone of a plain socket, as Python makes one: with the options that it
/// is given, where std's has some of its own.
pub(super) fn plain(
    number: SocketAddr,
    reuse: bool,
    backlog: i32,
) -> io::Result<TcpListener> {
    let phone = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    phone.set_reuse_address(reuse)?;
    phone.bind(&number.into())?;
    phone.listen(backlog)?;
    Ok(std::net::TcpListener::from(phone).into())
}

/// Waits for a call.
pub(super) fn pick_up(phone: &TcpListener) -> io::Result<TcpStream> {
    let (line, _) = phone.accept()?;
    Ok(line.named("the caller"))
}

// ANCHOR: talk
/// Answers in upper case until the caller hangs up.
pub(super) fn talk(line: &mut (impl Read + Write)) -> io::Result<()> {
    let mut words = [0; LONGEST];
    loop {
        let count = line.read(&mut words)?;
        if count == 0 {
            return Ok(()); // no empty message: the end
        }
        line.write_all(&words[..count].to_ascii_uppercase())?;
    }
}
// ANCHOR_END: talk

/// Says something and waits for the answer.
pub(super) fn ask(
    line: &mut (impl Read + Write),
    words: &str,
) -> io::Result<String> {
    line.write_all(words.as_bytes())?;
    let mut answer = vec![0; words.len()];
    line.read_exact(&mut answer)?;
    Ok(String::from_utf8(answer).unwrap())
}

/// When things happened in a call, in seconds since the story began.
pub(super) struct Call {
    pub(super) connected: f64,
    pub(super) answered: f64,
    pub(super) hung_up: f64,
}

/// A caller on the way.
pub(super) type Calling = JoinHandle<io::Result<Call>>;

/// Starts somebody who calls, says all of `words` with a pause after each,
/// and hangs up. Returns when she is connected or refused: whoever is started
/// next comes later.
pub(super) fn caller(
    story: &Story,
    name: &'static str,
    number: SocketAddr,
    words: &'static [&'static str],
) -> Calling {
    let (calling, dialled) = dial(story, name, number, words);
    dialled.recv().unwrap();
    calling
}

/// As [`caller`], but returns at once; who waits for what is returned too
/// waits until she is connected or refused.
pub(super) fn dial(
    story: &Story,
    name: &'static str,
    number: SocketAddr,
    words: &'static [&'static str],
) -> (Calling, mpsc::Receiver<()>) {
    let story = story.clone();
    let (tell, dialled) = mpsc::channel();
    let call = move || {
        let line = TcpStream::connect(number);
        let connected = story.elapsed();
        if line.is_ok() {
            story.say("is connected");
        }
        let _ = tell.send(()); // not everybody asks
        let mut line = line?.named("the phone");
        let mut answered = None;
        for words in words {
            let answer = ask(&mut line, words)?;
            answered.get_or_insert(story.elapsed());
            story.say(format!("hears {answer}"));
            story.sleep(0.3);
        }
        let hung_up = story.elapsed();
        Ok(Call { connected, answered: answered.unwrap_or(hung_up), hung_up })
    };
    (named(name).spawn(call).unwrap(), dialled)
}
