use std::sync::Arc;
use std::sync::atomic::AtomicUsize as StdUsize;

use workbench::explore;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::{Barrier, Mutex, RwLock};

use crate::labs::{Story, named};

/// What readers of the same issue may hope for.
pub(super) const TOGETHER: &[&str] = &["two read at once"];

/// How many there are.
fn readers(story: &Story) -> usize {
    story.few("readers", 4, 2)
}

/// Readers disturb nobody, and wait for each other all the same.
pub(super) fn mutex(story: &Story) {
    let paper = Arc::new(Mutex::new(1).named("newspaper"));
    let most = publish(
        story,
        {
            let (story, paper) = (story.clone(), paper.clone());
            move |count| {
                let _issue = paper.lock();
                count.during(|| story.linger(0.2));
            }
        },
        {
            let (story, paper) = (story.clone(), paper.clone());
            move || {
                let mut issue = paper.lock();
                story.sleep(0.2);
                *issue += 1;
            }
        },
    );
    report(story, most, most == 1, *paper.lock());
}

/// A guard to read with, for as many as like; a guard to write with, alone.
pub(super) fn rwlock(story: &Story) {
    let paper = Arc::new(RwLock::new(1).named("newspaper"));
    let most = publish(
        story,
        {
            let (story, paper) = (story.clone(), paper.clone());
            move |count| {
                let _issue = paper.read();
                count.during(|| story.linger(0.2));
            }
        },
        {
            let (story, paper) = (story.clone(), paper.clone());
            move || {
                let mut issue = paper.write();
                story.sleep(0.2);
                *issue += 1;
            }
        },
    );
    report(story, most, story.in_good_time(most > 1), *paper.read());
}

/// To write one must be alone, and one's own reading is in the way.
pub(super) fn upgrade(story: &Story) {
    let paper = RwLock::new(1).named("newspaper");
    let issue = paper.read();
    story.say(format!("reads issue {}, and wants to correct it", *issue));
    *paper.write() += 1;
}

/// How many readers are inside, and were at most.
struct Count {
    inside: AtomicUsize,
    most: StdUsize,
}

impl Count {
    fn new() -> Self {
        let inside = AtomicUsize::new(0).named("inside");
        Self { inside, most: StdUsize::new(0) }
    }

    fn during(&self, read: impl FnOnce()) {
        let inside = self.inside.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(inside, SeqCst);
        if inside == 2 {
            TOGETHER.iter().for_each(|label| explore::reach(label));
        }
        read();
        self.inside.fetch_sub(1, SeqCst);
    }
}

/// All readers at once, then the printer; the most readers at a time.
fn publish(
    story: &Story,
    read: impl Fn(&Count) + Clone + Send + 'static,
    print: impl FnOnce() + Send + 'static,
) -> usize {
    let readers = readers(story);
    let count = Arc::new(Count::new());
    let start = Arc::new(Barrier::new(readers).named("start"));
    let mut people: Vec<_> = (1..=readers)
        .map(|n| {
            let (read, count) = (read.clone(), count.clone());
            let start = start.clone();
            let come_and_read = move || {
                start.wait().unwrap();
                read(&count);
            };
            named(format!("reader-{n}")).spawn(come_and_read).unwrap()
        })
        .collect();
    story.sleep(0.05); // the readers have come
    people.push(named("printer").spawn(print).unwrap());
    people.into_iter().for_each(|person| person.join().unwrap());
    count.most.load(SeqCst)
}

fn report(story: &Story, most: usize, expected: bool, issue: u32) {
    let time = story.elapsed();
    let line =
        format!("at most {most} read at once; issue {issue} after {time:.2} s");
    match expected && issue == 2 {
        true => story.right(line),
        false => story.wrong(line),
    }
}
