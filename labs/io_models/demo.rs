use std::io::{Read, Write};

use workbench::net::TcpStream;
use workbench::net::model::Model;

use super::cost::{ACTIVE, Cost, measure};
use super::phases::Phases;
use super::server::Served;
use super::table;
use crate::labs::Story;

/// A thread for each caller. It asks for bytes that are not there yet, and
/// sleeps in the kernel until they have come and are copied.
pub(super) fn blocking(story: &Story) {
    serve_three(story, Model::Blocking);
}

/// A recv that finds nothing returns at once; then the next caller is asked.
pub(super) fn nonblocking(story: &Story) {
    serve_three(story, Model::NonBlocking);
}

/// All descriptors are handed over in every call, and looked at one by one.
pub(super) fn select(story: &Story) {
    serve_three(story, Model::Select);
}

/// As select, without its limit.
pub(super) fn poll(story: &Story) {
    serve_three(story, Model::Poll);
}

/// Descriptors are handed over once; a call returns those that are ready.
pub(super) fn epoll(story: &Story) {
    serve_three(story, Model::Epoll);
}

/// The system sends a signal for every arrival. It is read like a message: a
/// handler could interrupt the program anywhere.
pub(super) fn sigio(story: &Story) {
    serve_three(story, Model::Sigio);
}

/// The only one in which the program copies nothing: when it is told, the
/// bytes lie in its memory already.
pub(super) fn uring(story: &Story) {
    serve_three(story, Model::Uring);
}

/// Three people call the same server; one of them says nothing.
fn serve_three(story: &Story, model: Model) {
    let server = match Served::start(model) {
        Ok(server) => server,
        Err(why) => return story.say(why),
    };
    let Phases { waits, copies, tells } = Phases::of(model);
    story.say(format!("who waits for data:  {waits}"));
    story.say(format!("who copies it:       {copies}"));
    story.say(format!("what tells:          {tells}"));
    let [mut anna, mut ben, _silent] =
        [(); 3].map(|()| TcpStream::connect(server.address).unwrap());
    let first = ask(&mut anna, "hello");
    story.sleep(0.2);
    let second = ask(&mut ben, "good morning");
    match (first.as_str(), second.as_str()) {
        ("HELLO", "GOOD MORNING") => {
            story.right("HELLO, and GOOD MORNING; the third held the line");
        }
        _ => story.wrong(format!("answers: {first}, {second}")),
    }
}

fn ask(phone: &mut TcpStream, words: &str) -> String {
    phone.write_all(words.as_bytes()).unwrap();
    let mut answer = vec![0; words.len()];
    phone.read_exact(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

/// The same requests for each. Calls are counted in a second run, in which
/// the server is stopped at each of them: that one is not timed.
pub(super) fn side_by_side(story: &Story) {
    let costs = measure_all(story, [0]);
    let longest = costs.iter().map(|(_, [it])| it.cpu).max();
    let longest = longest.unwrap_or_default();
    let head = ["", "who waits", "who copies", "what tells"];
    let mut lines = vec![table::words(head)];
    for (model, _) in &costs {
        let Phases { waits, copies, tells } = Phases::of(*model);
        lines.push(table::words([model.name(), waits, copies, tells]));
    }
    lines
        .push("\nCPU for a request, with 8 callers who all ask at once".into());
    for (model, [cost]) in &costs {
        let cpu = table::micros(cost.cpu);
        let bar = table::bar(cost.cpu, longest);
        lines.push(table::figure(model.name(), &cpu, &bar));
    }
    lines.push("\nsystem calls for a request, counted in another run".into());
    for (model, [cost]) in &costs {
        let (count, calls) = (table::count(cost), table::calls(cost));
        lines.push(table::figure(model.name(), &count, &calls));
    }
    story.right(lines.join("\n"));
    remark(story, &costs);
}

/// Callers who say nothing.
const IDLE: usize = 500;

/// What is handed over, looked at or asked for each caller grows with those
/// who are silent; what is told of those who speak does not.
pub(super) fn idle(story: &Story) {
    story.say(format!("{ACTIVE} who ask; then {IDLE} more who are silent"));
    let costs = measure_all(story, [0, IDLE]);
    let longest = costs.iter().map(|(_, [_, it])| it.cpu).max();
    let longest = longest.unwrap_or_default();
    let head = ["", "CPU for a request", "system calls", "CPU with 500 more"];
    let mut lines = vec![table::growth(head)];
    let mut grow = Vec::new();
    for (model, [alone, crowd]) in &costs {
        lines.push(table::growth([
            model.name(),
            &table::from_to(
                &table::micros(alone.cpu),
                &table::micros(crowd.cpu),
            ),
            &table::from_to(&table::count(alone), &table::count(crowd)),
            &table::bar(crowd.cpu, longest),
        ]));
        if crowd.cpu > 2 * alone.cpu {
            grow.push(model.name());
        }
    }
    lines.push(format!("more than twice as dear: {}", grow.join(", ")));
    story.right(lines.join("\n"));
    remark(story, &costs);
}

/// What a request costs in each model that this system has, with each of
/// these numbers of silent callers.
fn measure_all<const N: usize>(
    story: &Story,
    idle: [usize; N],
) -> Vec<(Model, [Cost; N])> {
    let bar = story.progress(Model::ALL.len() as u64, "servers");
    let mut costs = Vec::new();
    for model in Model::ALL {
        let measured = idle.map(|idle| measure(story, model, idle));
        match measured.into_iter().collect::<Result<Vec<_>, _>>() {
            Ok(all) => costs.push((model, all.try_into().unwrap())),
            Err(why) => story.say(why),
        }
        bar.inc(1);
    }
    costs
}

/// What is to be known of the counts.
fn remark<const N: usize>(story: &Story, costs: &[(Model, [Cost; N])]) {
    let mut all = costs.iter().flat_map(|it| &it.1);
    match all.find_map(|it| it.calls.as_ref().err()) {
        Some(why) => story.say(format!("calls cannot be counted here: {why}")),
        None => {
            let slow = "being counted is slow: nonblocking asks less often";
            story.say(slow);
        }
    }
}
