use std::sync::Arc;
use std::time::Duration;

use workbench::sync::Event;
use workbench::thread::JoinHandle;

use crate::labs::{Story, named};

/// Two workers sleep until the one event that both wait for.
pub(super) fn wait(story: &Story) {
    let ready = Arc::new(Event::new().named("redis ready"));
    let workers = start(story, &ready, |story, ready| {
        story.say("waits for redis");
        ready.wait();
        story.say("redis is ready: connects and works");
        story.sleep(1.0);
    });
    story.say("checks the redis server first");
    story.sleep(3.0);
    ready.set();
    workers.into_iter().for_each(|worker| worker.join().unwrap());
    story.right("one set released 2 workers");
}

/// A wait with a timeout: who has something else to do, or wants to say that
/// it still waits, looks up now and then.
pub(super) fn polling(story: &Story) {
    let ready = Arc::new(Event::new().named("redis ready"));
    let workers = start(story, &ready, |story, ready| {
        let patience = story.scaled(Duration::from_secs(1));
        while !ready.wait_timeout(patience) {
            story.say("still waits for redis");
        }
        story.say("redis is ready: connects and works");
    });
    story.sleep(2.5);
    ready.set();
    workers.into_iter().for_each(|worker| worker.join().unwrap());
    story.right("one set released 2 workers");
}

/// An event that is cleared as soon as it is set tells only those who wait
/// at that moment. The second worker comes a moment later.
pub(super) fn pulse(story: &Story) {
    let ready = Arc::new(Event::new().named("redis ready"));
    let punctual = {
        let ready = ready.clone();
        named("punctual").spawn(move || ready.wait()).unwrap()
    };
    story.sleep(0.5);
    ready.set();
    ready.clear();
    punctual.join().unwrap();
    let late = named("late").spawn({
        let (story, ready) = (story.clone(), ready.clone());
        move || {
            story.say("comes late, and waits for redis");
            ready.wait();
        }
    });
    late.unwrap().join().unwrap();
}

/// The notes' `t1` and `t2`.
fn start(
    story: &Story,
    ready: &Arc<Event>,
    work: fn(&Story, &Event),
) -> [JoinHandle<()>; 2] {
    ["t1", "t2"].map(|name| {
        let (story, ready) = (story.clone(), ready.clone());
        named(name).spawn(move || work(&story, &ready)).unwrap()
    })
}
