use workbench::process::{Child, Entry};
use workbench::thread;

use crate::labs::program::{Program, story_of};
use crate::labs::{Story, named};

/// A program of its own: the rule is about its end, and this one must go on.
pub(super) static PROGRAM: Entry = Entry::new("daemon", program);

// ANCHOR: program
/// Listens for 3 seconds and writes for 5, and does nothing about it.
fn program(child: &Child) -> u8 {
    let story = story_of(child);
    let (daemon, joined) = (&child.args()[1], &child.args()[2]);
    named("music")
        .spawn({
            let story = story.clone();
            move || {
                story.say("listens to music");
                story.sleep(3.0);
                story.say("has heard the music");
            }
        })
        .unwrap();
    let article = named("article").daemon(daemon == "true").spawn({
        let story = story.clone();
        move || {
            story.say("writes an article");
            story.sleep(5.0);
            story.say("has written the article");
        }
    });
    story.say(format!("{} threads; main is done", thread::active_count()));
    if joined == "true" {
        article.unwrap().join().unwrap();
    }
    0 // and now?
}
// ANCHOR_END: program

/// The program ends when its last thread does.
pub(super) fn waits(story: &Story) {
    let written = run(story, false, false);
    report(story, written);
}

/// A daemon serves the others: when they are gone, so is it, in the middle of
/// whatever it does.
pub(super) fn daemon(story: &Story) {
    let written = run(story, true, false);
    report(story, written);
}

/// Who needs what a daemon makes waits for it.
pub(super) fn joined(story: &Story) {
    let written = run(story, true, true);
    report(story, written);
}

/// Runs the program to its end; whether that took as long as the article.
fn run(story: &Story, daemon: bool, joined: bool) -> bool {
    let program = Program::plan(story, "program", &PROGRAM);
    let program = program.arg(daemon).arg(joined);
    Program::start(story, program).join();
    story.heard("has written the article")
}

fn report(story: &Story, written: bool) {
    let time = story.elapsed();
    match written {
        true => story.right(format!("the program ended after {time:.2} s")),
        false => story.wrong(format!(
            "the program ended after {time:.2} s, and the article with it"
        )),
    }
}
