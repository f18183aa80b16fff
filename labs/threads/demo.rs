use workbench::thread;

use crate::labs::{Story, named};

// ANCHOR: listen
fn listen(story: &Story) {
    story.say("listens to music");
    story.sleep(3.0);
    story.say("has heard the music");
}
// ANCHOR_END: listen

fn write(story: &Story) {
    story.say("writes an article");
    story.sleep(5.0);
    story.say("has written the article");
}

// ANCHOR: one-by-one
/// One after the other: the times add up.
pub(super) fn one_by_one(story: &Story) {
    listen(story);
    write(story);
    story.right(format!("{:.2} s: 3 and 5 add up", story.elapsed()));
}
// ANCHOR_END: one-by-one

// ANCHOR: functions
/// A thread for each: the longer time is all it takes.
pub(super) fn functions(story: &Story) {
    let music = named("music").spawn({
        let story = story.clone();
        move || listen(&story)
    });
    let article = named("article").spawn({
        let story = story.clone();
        move || write(&story)
    });
    music.unwrap().join().unwrap();
    article.unwrap().join().unwrap();
    story.right(format!("{:.2} s: as long as the longer", story.elapsed()));
}
// ANCHOR_END: functions

/// What Python's notes do by inheriting from `Thread`: a value that knows
/// its own work, and a thread that runs it.
struct Number {
    number: u32,
    story: Story,
}

impl Number {
    fn run(&self) {
        self.story.say(format!("my number is {}", self.number));
        self.story.sleep(3.0);
    }
}

/// A type with a `run` of its own, twice.
pub(super) fn types(story: &Story) {
    let threads = [56, 78].map(|number| {
        let number = Number { number, story: story.clone() };
        thread::spawn(move || number.run())
    });
    story.say("the main thread goes on meanwhile");
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    story.right(format!("{:.2} s for both", story.elapsed()));
}

/// What the library knows of its threads while they run, and after.
pub(super) fn roster(story: &Story) {
    let sleeper = |seconds| {
        let story = story.clone();
        move || story.sleep(seconds)
    };
    let music = named("music").spawn(sleeper(0.3)).unwrap();
    let unnamed = thread::spawn(sleeper(0.5));
    unnamed.thread().set_name("article");
    let names: Vec<_> = thread::enumerate().iter().map(|t| t.name()).collect();
    story.say(format!("{} are alive: {}", names.len(), names.join(", ")));
    let heard = music.thread().clone();
    music.join().unwrap();
    story.say(format!("after its join, music is alive: {}", heard.is_alive()));
    unnamed.join().unwrap();
    match thread::active_count() {
        1 => story.right("in the end only main is left"),
        n => story.wrong(format!("in the end {n} threads are left")),
    }
}
