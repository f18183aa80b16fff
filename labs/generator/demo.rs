use workbench::coroutine::Generator;

use crate::labs::Story;

/// Says how each piece of work went, and waits for the next one.
fn consumer(story: &Story) -> Generator<&'static str, u32> {
    let story = story.clone();
    let consume = Generator::new(move |y| {
        let mut reply = "";
        loop {
            let n = y.yield_(reply);
            story.say(format!("consuming {n}"));
            story.sleep(0.2);
            reply = "200 OK";
        }
    });
    consume.named("consumer")
}

/// Each `send` runs the consumer until it yields again: one thread, no lock,
/// and the two take turns.
pub(super) fn answers(story: &Story) {
    let mut consumer = consumer(story);
    consumer.next(); // runs to the first yield
    let mut answers = Vec::new();
    for n in 1..=5 {
        story.say(format!("producing {n}"));
        let answer = consumer.send(n).unwrap();
        story.say(format!("the consumer answers {answer}"));
        answers.push(answer);
    }
    consumer.close();
    match answers == ["200 OK"; 5] {
        true => story.right("five productions, each answered 200 OK"),
        false => story.wrong(format!("answered: {answers:?}")),
    }
}

/// What a generator opened it closes, though it never comes to its end.
pub(super) fn closed(story: &Story) {
    struct Shop(Story);

    impl Drop for Shop {
        fn drop(&mut self) {
            self.0.say("cleans up and locks the door");
        }
    }

    let shop = Shop(story.clone());
    let mut shopkeeper: Generator<u32> = Generator::new(move |y| {
        let _open = shop;
        for customer in 1.. {
            y.yield_(customer);
        }
    })
    .named("shopkeeper");
    for _ in 0..2 {
        let customer = shopkeeper.next().unwrap();
        story.say(format!("serves customer {customer}"));
    }
    shopkeeper.close();
    match shopkeeper.next() {
        None => story.right("closed: it yields no more"),
        Some(customer) => story.wrong(format!("serves {customer} still")),
    }
}

/// Before its first yield nobody is there to take what is sent.
pub(super) fn not_started(story: &Story) {
    let mut consumer = consumer(story);
    match consumer.send(1) {
        Err(refused) => story.wrong(format!("send, at once: {refused}")),
        Ok(answer) => story.right(format!("answered: {answer}")),
    }
}
