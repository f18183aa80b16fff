//! The picture that stands still, read as XML.

use roxmltree::{Document, Node};
use workbench::queue::Queue;
use workbench::trace::render::{Svg, svg};
use workbench::trace::{self, Clock, LaneKind, Outcome};

use super::*;

fn draw(trace: &Trace) -> String {
    svg(std::slice::from_ref(trace), &Svg::default())
}

/// What the bars of a class say when they are pointed at.
fn bars<'a>(document: &'a Document<'_>, class: &str) -> Vec<&'a str> {
    let is_bar = |it: &Node<'_, '_>| {
        let classes = it.attribute("class").unwrap_or_default();
        let height = it.attribute("height");
        let drawn = !matches!(height, Some("10"));
        it.has_tag_name("rect")
            && drawn
            && classes.split(' ').any(|it| it == class)
    };
    let title = |it: Node<'a, '_>| it.first_element_child()?.text();
    document.descendants().filter(is_bar).filter_map(title).collect()
}

fn texts<'a>(document: &'a Document<'_>) -> Vec<&'a str> {
    let texts = document.descendants().filter(|it| it.has_tag_name("text"));
    texts.filter_map(|it| it.text()).collect()
}

fn arrows(document: &Document<'_>) -> usize {
    let is_arrow = |it: &Node<'_, '_>| it.attribute("class") == Some("arrow");
    document.descendants().filter(is_arrow).count()
}

fn two_locks() -> Trace {
    let lock = |name| Arc::new(Mutex::new(()).named(name));
    let (a, b) = (lock("a"), lock("b"));
    let both = Arc::new(workbench::sync::Barrier::new(2));
    let (_, trace) = trace::watch(move || {
        let take = |first: &Arc<Mutex<()>>, second: &Arc<Mutex<()>>, name| {
            let [first, second] = [first, second].map(Arc::clone);
            let both = both.clone();
            let take = move || {
                let _first = first.lock();
                both.wait().unwrap();
                let _second = second.lock();
            };
            Builder::new().name(name).spawn(take).unwrap()
        };
        let [one, other] = [take(&a, &b, "one"), take(&b, &a, "other")];
        one.join().unwrap();
        other.join().unwrap();
    });
    trace
}

#[test]
fn deadlock_is_drawn_without_an_end_and_told() {
    let trace = two_locks();
    assert_eq!(trace.end.outcome, Outcome::Deadlock);
    let text = draw(&trace);
    let document = Document::parse(&text).unwrap();
    let stuck = bars(&document, "stuck");
    assert!(stuck.contains(&"waiting: b, for ever"), "{stuck:?}");
    assert!(stuck.contains(&"waiting: a, for ever"), "{stuck:?}");
    let told = texts(&document).join("\n");
    assert!(told.contains("nobody in this circle can go on"), "{told}");
    assert!(!text.contains("\n\n"), "Markdown ends a block at a blank line");
}

#[test]
fn names_are_text_and_no_markup() {
    let mut trace = two_locks();
    trace.lanes[0].name = "<script>&\"\u{1b}[31m".to_owned();
    trace.objects[0].name = "</svg>".to_owned();
    let text = draw(&trace);
    let document = Document::parse(&text).unwrap();
    assert!(texts(&document).contains(&"<script>&\"\u{fffd}[31m"));
    assert!(!document.descendants().any(|it| it.has_tag_name("script")));
}

#[test]
fn what_is_too_short_to_be_seen_is_folded_and_counted() {
    let ((), trace) = trace::record(|| {
        for _ in 0..5_000 {
            workbench::thread::sleep(Duration::ZERO);
        }
    });
    let changes = trace.spans().len();
    assert!(changes >= 10_000, "{changes}");
    let text = draw(&trace);
    let document = Document::parse(&text).unwrap();
    let folded = bars(&document, "folded");
    let count =
        |said: &&str| said.split(' ').next().unwrap().parse::<usize>().unwrap();
    let drawn: usize = ["run", "sleep", "io", "wait"]
        .map(|class| bars(&document, class).len())
        .iter()
        .sum();
    let all: usize = folded.iter().map(count).sum::<usize>() + drawn;
    assert_eq!(all, changes, "{folded:?}");
    assert!(text.len() < 500_000, "{} bytes", text.len());
}

#[test]
fn arrows_join_causes_and_effects_unless_they_are_too_many() {
    let letters = |count: usize| {
        let ((), trace) = trace::record(move || {
            let letters = Arc::new(Queue::unbounded().named("letters"));
            let to = letters.clone();
            let writer = workbench::thread::spawn(move || {
                (0..count).for_each(|letter| to.put(letter).unwrap());
            });
            (0..count).for_each(|it| assert_eq!(letters.get(), Ok(it)));
            writer.join().unwrap();
        });
        let text = draw(&trace);
        let document = Document::parse(&text).unwrap();
        let told = texts(&document).join("\n");
        (arrows(&document), told.contains("too many to be drawn"))
    };
    let (few, hidden) = letters(10);
    assert!(few >= 10 && !hidden, "{few}");
    assert_eq!(letters(100), (0, true));
}

#[test]
fn lanes_that_are_not_drawn_are_counted() {
    let trace = two_locks();
    let how = Svg { lanes: 1, ..Svg::default() };
    let text = svg(std::slice::from_ref(&trace), &how);
    let document = Document::parse(&text).unwrap();
    let hidden = format!("{} more lanes are not drawn", trace.lanes.len() - 1);
    assert!(texts(&document).contains(&&*hidden));
    assert!(trace.lanes.iter().all(|it| it.kind == LaneKind::Thread));
}

#[test]
fn run_without_time_is_drawn_by_steps() {
    let mut trace = two_locks();
    trace.run.clock = Clock::Model;
    let text = draw(&trace);
    let document = Document::parse(&text).unwrap();
    assert!(texts(&document).contains(&"step"));
    assert!(bars(&document, "run").iter().all(|it| it.ends_with(" steps")));
}
