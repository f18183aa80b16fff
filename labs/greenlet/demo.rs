use std::cell::RefCell;
use std::rc::Rc;

use workbench::coroutine::Greenlet;

use crate::labs::Story;

/// The notes' two functions: each prints, switches to the other, and goes on
/// where it was when the other switches back.
pub(super) fn switch(story: &Story) {
    take_turns(story, true);
}

/// The same without the last switch: the first ends, and whoever started it
/// goes on. The other one never comes to its end.
pub(super) fn forgotten(story: &Story) {
    take_turns(story, false);
}

fn take_turns(story: &Story, switch_again: bool) {
    let printed = Printed::new(story);
    let test2 = Greenlet::empty().named("test2");
    let test1 = Greenlet::new({
        let (printed, test2) = (printed.clone(), test2.clone());
        move |()| {
            printed.print(12);
            test2.switch(());
            printed.print(34);
            if switch_again {
                test2.switch(());
            }
        }
    })
    .named("test1");
    test2.set_run({
        let (printed, test1) = (printed.clone(), test1.clone());
        move |()| {
            printed.print(56);
            test1.switch(());
            printed.print(78);
        }
    });
    test1.switch(());
    printed.report();
}

/// What is passed to a switch is what the other's switch returns.
pub(super) fn values(story: &Story) {
    let clerk = Greenlet::new({
        let story = story.clone();
        move |mut price: u32| {
            let customer = Greenlet::current().parent().unwrap();
            loop {
                story.say(format!("is offered {price}"));
                price = customer.switch(price + 10);
            }
        }
    })
    .named("clerk");
    let first = clerk.switch(100);
    story.say(format!("is asked for {first}"));
    let second = clerk.switch(105);
    story.say(format!("is asked for {second}"));
    match (first, second) {
        (110, 115) => story.right("every offer had its answer"),
        other => story.wrong(format!("answers: {other:?}")),
    }
}

/// What was printed, in order.
#[derive(Clone)]
struct Printed {
    story: Story,
    numbers: Rc<RefCell<Vec<u32>>>,
}

impl Printed {
    fn new(story: &Story) -> Self {
        Self { story: story.clone(), numbers: Rc::default() }
    }

    fn print(&self, number: u32) {
        self.story.say(number.to_string());
        self.numbers.borrow_mut().push(number);
    }

    fn report(&self) {
        let numbers = self.numbers.borrow();
        let words: Vec<_> = numbers.iter().map(u32::to_string).collect();
        let line = words.join(" ");
        match numbers[..] {
            [12, 56, 34, 78] => self.story.right(line),
            _ => self.story.wrong(format!("{line}, and 78 never")),
        }
    }
}
