//! The calls that the system takes for a server that is busy.

use std::sync::Arc;
use std::time::Duration;

use workbench::sync::Event;
use workbench::thread;

use super::phone::{ANY, caller, dial, pick_up, plain, talk};
use crate::labs::{Story, named};

/// Who finds no place dials again, after a second. Busy for less than that,
/// at any speed: that second is the system's.
const BUSY: Duration = Duration::from_millis(300);

/// Room for one; Linux lets one more in. The others' systems hear nothing,
/// and dial again.
pub(super) fn narrow(story: &Story) {
    busy(story, 1);
}

/// Room for five, as in the notes.
pub(super) fn wide(story: &Story) {
    busy(story, 5);
}

/// Four call while the phone is busy.
fn busy(story: &Story, backlog: i32) {
    let phone = plain(ANY, false, backlog).unwrap().named("a call");
    let number = phone.local_addr().unwrap();
    let ready = Arc::new(Event::new().named("ready"));
    let server = named("phone").spawn({
        let ready = ready.clone();
        move || {
            ready.wait();
            for _ in 0..4 {
                let mut line = pick_up(&phone).unwrap();
                talk(&mut line).unwrap();
            }
        }
    });
    let mut calling: Vec<_> = ["anna", "ben"]
        .map(|name| caller(story, name, number, &["hello"]))
        .into();
    calling.extend(
        ["cleo", "dora"].map(|name| dial(story, name, number, &["hello"]).0),
    );
    thread::sleep(BUSY);
    let picked_up = story.elapsed();
    story.say("the phone is picked up");
    ready.set();
    let calls = calling.into_iter().map(|it| it.join().unwrap().unwrap());
    let connected: Vec<_> = calls.map(|call| call.connected).collect();
    server.unwrap().join().unwrap();
    let late = connected.iter().filter(|at| **at > picked_up).count();
    let last = connected.into_iter().fold(0.0, f64::max);
    match late {
        0 => story.right("all four were connected before that"),
        _ => story.wrong(format!(
            "{late} had to dial again; the last got through after {last:.2} s"
        )),
    }
}
