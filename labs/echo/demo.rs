use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use workbench::net::TcpStream;
use workbench::sync::Event;
use workbench::thread;

use super::phone::{LONGEST, caller, phone, pick_up, talk};
use crate::labs::{Story, named};

/// A call, an answer, and the phone is unplugged.
pub(super) fn one_shot(story: &Story) {
    let (phone, number) = phone();
    let server = named("phone").spawn(move || {
        let mut line = pick_up(&phone).unwrap();
        let mut words = [0; LONGEST];
        let count = line.read(&mut words).unwrap();
        line.write_all(&words[..count].to_ascii_uppercase()).unwrap();
    });
    let anna = caller(story, "anna", number, &["hello"]);
    server.unwrap().join().unwrap();
    anna.join().unwrap().unwrap();
    let ben = caller(story, "ben", number, &["hello"]);
    match ben.join().unwrap() {
        Err(why) => story.wrong(format!("ben comes second: {why}")),
        Ok(_) => story.right("ben was answered too"),
    }
}

// ANCHOR: unchecked
/// A talk loop that takes whatever is read for words. When the caller has
/// hung up there is always something to read: the end.
pub(super) fn unchecked(story: &Story) {
    let (phone, number) = phone();
    let patience = story.scaled(Duration::from_millis(50));
    let server = named("phone").spawn(move || {
        let mut line = pick_up(&phone).unwrap();
        let mut words = [0; LONGEST];
        let (mut empty, mut since) = (0_u64, None);
        loop {
            let count = line.read(&mut words).unwrap();
            line.write_all(&words[..count].to_ascii_uppercase()).unwrap();
            if count == 0 {
                empty += 1;
                let time = thread::now() - *since.get_or_insert(thread::now());
                // The lab's mercy; who does not look goes on for ever.
                if time >= patience && empty >= 1000 {
                    return (empty, time.as_secs_f64());
                }
            }
        }
    });
    let anna = caller(story, "anna", number, &["hello", "bye"]);
    anna.join().unwrap().unwrap();
    story.say("anna has hung up");
    let (empty, time) = server.unwrap().join().unwrap();
    story.wrong(format!("read nothing {empty} times in {time:.2} s"));
}
// ANCHOR_END: unchecked

// ANCHOR: calls
/// The connection loop around the talk loop. Two call; the system connects
/// both before the phone is picked up, and keeps ben in its backlog while
/// anna talks.
pub(super) fn calls(story: &Story) {
    let (phone, number) = phone();
    let words = &["hello", "how are you?", "bye"];
    let anna = caller(story, "anna", number, words);
    let ben = caller(story, "ben", number, &["and I?"]);
    let server = named("phone").spawn({
        let story = story.clone();
        move || {
            // For ever, in earnest.
            for _ in 0..2 {
                let mut line = pick_up(&phone).unwrap();
                talk(&mut line).unwrap();
                story.say("the caller has hung up");
            }
        }
    });
    let [anna, ben] = [anna, ben].map(|it| it.join().unwrap().unwrap());
    server.unwrap().join().unwrap();
    let waited = ben.answered - ben.connected;
    match ben.connected < anna.hung_up && anna.hung_up < ben.answered {
        true => story.right(format!("ben waited {waited:.2} s for his turn")),
        false => story.wrong("ben did not wait for his turn"),
    }
}
// ANCHOR_END: calls

/// A write hands bytes to the system. That the caller is gone shows at the
/// next one, when her system has answered that nobody is there.
pub(super) fn lost(story: &Story) {
    let (phone, number) = phone();
    let gone = Arc::new(Event::new().named("anna has hung up"));
    let server = named("phone").spawn({
        let (story, gone) = (story.clone(), gone.clone());
        move || {
            let mut line = pick_up(&phone).unwrap();
            let mut words = [0; LONGEST];
            let count = line.read(&mut words).unwrap();
            gone.wait();
            let answer = words[..count].to_ascii_uppercase();
            let mut taken = 0;
            while taken < 1000 {
                if let Err(why) = line.write_all(&answer) {
                    story.say(format!("is told: {why}"));
                    break;
                }
                story.say("an answer is on its way");
                taken += 1;
                story.sleep(0.1);
            }
            taken
        }
    });
    let anna = named("anna").spawn(move || {
        let mut line = TcpStream::connect(number).unwrap();
        line.write_all(b"hello").unwrap();
        drop(line);
        gone.set();
    });
    anna.unwrap().join().unwrap();
    let taken = server.unwrap().join().unwrap();
    match taken {
        0 => story.right("no answer was lost"),
        _ => {
            story.wrong(format!("{taken} answer was sent, and nobody heard it"))
        }
    }
}

/// Anna calls, and hangs up without a look at the answer that has come: the
/// other side is told so, by a reset instead of an end.
fn rude(number: SocketAddr) {
    let anna = named("anna").spawn(move || {
        let mut line = TcpStream::connect(number).unwrap();
        line.write_all(b"hello").unwrap();
        line.peek(&mut [0]).unwrap(); // it is here, and stays
    });
    anna.unwrap().join().unwrap();
}

/// Whatever goes wrong in a call ends the loop of calls.
pub(super) fn fragile(story: &Story) {
    let (phone, number) = phone();
    let server = named("phone").spawn(move || {
        loop {
            let mut line = pick_up(&phone)?;
            talk(&mut line)?; // and with it the phone
        }
    });
    rude(number);
    let ended: io::Result<()> = server.unwrap().join().unwrap();
    story.say(format!("the phone is dead: {}", ended.unwrap_err()));
    let ben = caller(story, "ben", number, &["hello"]);
    match ben.join().unwrap() {
        Err(why) => story.wrong(format!("ben did nothing, and hears: {why}")),
        Ok(_) => story.right("ben was answered"),
    }
}

// ANCHOR: sturdy
/// What goes wrong in a call ends that call.
pub(super) fn sturdy(story: &Story) {
    let (phone, number) = phone();
    let server = named("phone").spawn({
        let story = story.clone();
        move || {
            for _ in 0..2 {
                let mut line = pick_up(&phone).unwrap();
                if let Err(why) = talk(&mut line) {
                    story.say(format!("a call went wrong: {why}"));
                }
            }
        }
    });
    rude(number);
    let ben = caller(story, "ben", number, &["hello"]);
    let ben = ben.join().unwrap();
    server.unwrap().join().unwrap();
    match ben {
        Ok(_) => story.right("ben was answered as if nothing had happened"),
        Err(why) => story.wrong(format!("ben hears: {why}")),
    }
}
// ANCHOR_END: sturdy
