use workbench::queue::LifoQueue;

use crate::labs::Story;

/// The notes' three numbers.
pub(super) fn pile(story: &Story) {
    let pile = LifoQueue::unbounded().named("pile");
    for plate in [111, 1112, 1113] {
        pile.put(plate).unwrap();
    }
    let taken = [(); 3].map(|()| pile.get().unwrap());
    match taken {
        [1113, 1112, 111] => story.right(format!("taken: {taken:?}")),
        _ => story.wrong(format!("taken: {taken:?}")),
    }
}

/// Two come for each one that is taken, or as many: what lies at the bottom
/// stays there. A pile is no waiting line.
pub(super) fn buried(story: &Story) {
    let pile = LifoQueue::unbounded().named("pile");
    pile.put("the first").unwrap();
    for _ in 0..5 {
        pile.put("a new one").unwrap();
        let taken = pile.get().unwrap();
        story.say(format!("takes {taken}"));
    }
    let left = pile.len();
    let last = pile.get().unwrap();
    story.wrong(format!("{left} is left after five gets: {last}"));
}
