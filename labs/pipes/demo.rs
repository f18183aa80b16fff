use std::process::Command;
use std::thread;
use std::time::Duration;

use workbench::process::{Entry, Pipe};

use crate::labs::program::{Program, story_of};
use crate::labs::{Story, named};

/// Answers in upper case until its caller hangs up.
pub(super) static PHONE: Entry = Entry::new("phone", |child| {
    let story = story_of(child);
    let mut caller = child.connection();
    while let Some(words) = caller.recv_text().unwrap() {
        story.say(format!("hears {words}"));
        caller.send(words.to_uppercase()).unwrap();
    }
    story.say("the caller has hung up");
    0
});

/// A pipe with two ends, each of which sends and receives.
pub(super) fn talk(story: &Story) {
    let (mut here, there) = Pipe::new().named("line").duplex().unwrap();
    let phone = Program::plan(story, "phone", &PHONE).pipe(there);
    let mut phone = Program::start(story, phone);
    let answers = ["hello", "how are you?", "bye"].map(|words| {
        here.send(words).unwrap();
        here.recv_text().unwrap().unwrap()
    });
    drop(here);
    phone.join();
    match answers.concat() == "HELLOHOW ARE YOU?BYE" {
        true => story.right(format!("answers: {}", answers.join(" "))),
        false => story.wrong(format!("answers: {answers:?}")),
    }
}

/// More than any pipe holds.
const LETTER: usize = 4 << 20;

/// Writes a long letter, and only then reads the one that has come.
pub(super) static FLOOD: Entry = Entry::new("flood", |child| {
    let mut friend = child.connection();
    friend.send(vec![b'x'; LETTER]).unwrap();
    let letter = friend.recv().unwrap();
    u8::from(letter.is_none_or(|letter| letter.len() != LETTER))
});

/// How long to wait for what will not come.
const PATIENCE: Duration = Duration::from_secs(1);

/// A pipe holds some thousand bytes. Who writes more waits for a reader, and
/// here both write first.
pub(super) fn full(story: &Story) {
    let (mut here, there) = Pipe::new().named("letters").duplex().unwrap();
    let friend = Program::plan(story, "friend", &FLOOD).pipe(there);
    let mut friend = Program::start(story, friend);
    let writer = named("writer").spawn(move || {
        here.send(vec![b'x'; LETTER])?; // and then read
        here.recv()
    });
    let writer = writer.unwrap();
    let patience = story.scaled(PATIENCE).max(PATIENCE / 5);
    if friend.process.join_timeout(patience) {
        story.wrong("the pipe held it all");
    } else {
        story.wrong("both are still writing: each waits for the other to read");
        story.say("ends the friend, which breaks the pipe");
        friend.process.kill();
    }
    friend.join();
    if let Err(broken) = writer.join().unwrap() {
        story.say(format!("the writer is told: {broken}"));
    }
}

/// One half reads while the other writes: both letters arrive.
pub(super) fn drained(story: &Story) {
    let (here, there) = Pipe::new().named("letters").duplex().unwrap();
    let friend = Program::plan(story, "friend", &FLOOD).pipe(there);
    let mut friend = Program::start(story, friend);
    let (mut reader, mut writer) = here.split();
    let reader = named("reader").spawn(move || reader.recv().unwrap());
    writer.send(vec![b'x'; LETTER]).unwrap();
    let letter = reader.unwrap().join().unwrap();
    let (length, code) = (letter.map_or(0, |it| it.len()), friend.join());
    match (length, code) {
        (LETTER, 0) => story.right("4 MiB went each way, at the same time"),
        _ => story.wrong(format!("{length} bytes came; exit code {code}")),
    }
}

/// Reads until nobody is left who could write.
pub(super) static READ_ALL: Entry = Entry::new("read-all", |child| {
    let story = story_of(child);
    let mut reader = child.reader();
    while let Some(line) = reader.recv_text().unwrap() {
        story.say(format!("reads {line}"));
    }
    story.say("that was all");
    0
});

/// The end of a pipe is seen when its last writer is gone. The parent has
/// said all, and keeps the writer.
pub(super) fn unclosed(story: &Story) {
    let (reader, mut writer) = Pipe::new().named("notes").one_way().unwrap();
    let child = Program::plan(story, "child", &READ_ALL).pipe(reader);
    let mut child = Program::start(story, child);
    writer.send("all that there is to say").unwrap();
    child.hear();
    let patience = story.scaled(PATIENCE).max(PATIENCE / 5);
    if !child.process.join_timeout(patience) {
        story.wrong("the child waits: there might be more");
    }
    story.say("closes the pipe");
    drop(writer);
    child.join();
}

/// A process that has ended stays in the system's table until its parent has
/// asked for its exit code. (`Process` asks by itself; std does not.)
pub(super) fn zombies(story: &Story) {
    let mut children = [(); 3].map(|()| Command::new("true").spawn().unwrap());
    let count = |children: &[std::process::Child]| {
        let dead = |child: &&std::process::Child| is_zombie(child.id());
        children.iter().filter(dead).count()
    };
    for _ in 0..500 {
        if count(&children) == children.len() {
            break;
        }
        thread::yield_now();
        story.sleep(0.01);
    }
    let zombies = count(&children);
    story.wrong(format!("{zombies} have ended, and are still in the table"));
    for child in &mut children {
        child.wait().unwrap();
    }
    story.say(format!("after three waits: {}", count(&children)));
}

/// Whether the system keeps no more of a process than how it ended.
fn is_zombie(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
    // The state follows the name, which stands in parentheses.
    stat.is_ok_and(|stat| {
        stat.rsplit(") ").next().is_some_and(|s| s.starts_with('Z'))
    })
}
