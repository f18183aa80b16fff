//! What a trace shows of processes.

use workbench::sync::Mutex;
use workbench::thread;
use workbench::trace::{
    Ending, Event, LaneKind, ObjectKind, State, Trace, What, note, record,
    watch,
};

use super::*;
use crate::stress::must_end;

/// Uses a lock and a thread.
pub(super) static THREADS: Entry = Entry::new("threads", |_| {
    let left = Mutex::new(100).named("left");
    *left.lock() -= 1;
    note("in the child");
    thread::spawn(|| note("in its thread")).join().unwrap();
    0
});

pub(super) static SENDS: Entry = Entry::new("sends", |child| {
    let mut writer = child.writer();
    writer.send("first").unwrap();
    writer.send("second").unwrap();
    0
});

/// Takes longer than a watched run may be quiet before it counts as stuck.
pub(super) static SLEEPS: Entry = Entry::new("sleeps", |_| {
    thread::sleep(Duration::from_millis(800));
    0
});

/// Notes the clock, twice.
pub(super) static CLOCK: Entry = Entry::new("clock", |_| {
    note_clock("child");
    0
});

/// Starts a child of its own, and leaves it to the rule for the end.
pub(super) static FAMILY: Entry = Entry::new("family", |_| {
    note("in the parent's child");
    started(child(&THREADS).named("grandchild"));
    0
});

const DONE: What = What::State { state: State::Done, object: None };

/// The lane of the process with that name.
fn lane(trace: &Trace, name: &str) -> u32 {
    let name = format!("{name} (pid ");
    let mut lanes = trace.lanes.iter();
    let lane = lanes.find(|lane| lane.name.starts_with(&name)).unwrap();
    assert_eq!(lane.kind, LaneKind::Process);
    lane.id
}

fn said<'a>(trace: &'a Trace, what: &str) -> &'a Event {
    let said = |it: &&Event| matches!(&it.what, What::Note { text } if text.contains(what));
    let found = trace.events.iter().find(said);
    found.unwrap_or_else(|| panic!("nobody said '{what}': {trace:#?}"))
}

/// Notes nanoseconds of the system's clock, twice.
fn note_clock(who: &str) {
    use rustix::time::{ClockId, clock_gettime};
    for _ in 0..2 {
        let now = clock_gettime(ClockId::Monotonic);
        let now = now.tv_sec * 1_000_000_000 + now.tv_nsec;
        note(format!("{who} at {now}"));
    }
}

/// Between what readings of the system's clock the trace began: the first of
/// two notes was made between the two readings.
fn began(trace: &Trace, who: &str) -> std::ops::Range<i64> {
    // The recorder's own clock is calibrated anew in every process.
    const ERROR: i64 = 1_000_000;
    let prefix = format!("{who} at ");
    let mut notes = trace.events.iter().filter_map(|event| match &event.what {
        What::Note { text } => {
            let read = text.strip_prefix(&prefix)?.parse::<i64>().unwrap();
            Some((event.time as i64, read))
        }
        _ => None,
    });
    let (noted, before) = notes.next().unwrap();
    let (_, after) = notes.next().unwrap();
    before - noted - ERROR..after - noted + ERROR
}

/// What every trace is to keep, whoever recorded its parts.
fn assert_sound(trace: &Trace) {
    assert_eq!(Trace::from_json(&trace.to_json()).as_ref(), Ok(trace));
    let times: Vec<u64> = trace.events.iter().map(|it| it.time).collect();
    assert!(times.is_sorted());
}

fn cause<'a>(trace: &'a Trace, event: &Event) -> &'a Event {
    &trace.events[event.cause.expect("a cause") as usize]
}

fn traced(entry: &Entry, name: &str) -> Trace {
    let ((), trace) = record(|| {
        joined(&started(child(entry).named(name)));
    });
    assert_sound(&trace);
    trace
}

#[test]
fn a_process_is_a_lane_from_start_to_join() {
    let trace = traced(&THREADS, "matt");
    let matt = lane(&trace, "matt");
    let of = |lane| trace.events.iter().filter(move |it| it.lane == lane);
    let first = of(matt).next().unwrap();
    assert_eq!(cause(&trace, first).what, What::Spawn { child: matt });
    let last = of(matt).next_back().unwrap();
    assert_eq!(last.what, DONE);
    assert_eq!(of(matt).filter(|it| it.what == DONE).count(), 1);
    let joined = of(0).rfind(|it| it.cause.is_some()).unwrap();
    let ended = cause(&trace, joined);
    assert_eq!(ended.lane, matt);
    let What::Signal { object } = ended.what else { panic!("{ended:?}") };
    assert_eq!(trace.objects[object as usize].lane, Some(matt));
}

#[test]
fn what_a_child_did_is_part_of_its_parents_trace() {
    let trace = traced(&THREADS, "matt");
    let matt = lane(&trace, "matt");
    assert_eq!(said(&trace, "in the child").lane, matt);
    let thread = said(&trace, "in its thread").lane;
    assert_eq!(trace.lanes[thread as usize].parent, Some(matt));
    let holds = trace.holds();
    let left = holds.iter().find(|it| it.lane == matt).unwrap();
    assert_eq!(trace.objects[left.object as usize].name, "left");
    assert!(!left.open);
}

/// Both sides note what the system's clock shows; from either side follows
/// when, by that clock, the trace began.
#[test]
fn a_child_and_its_parent_share_one_clock() {
    let ((), trace) = record(|| {
        note_clock("parent");
        joined(&started(child(&CLOCK)));
    });
    let ours = began(&trace, "parent");
    let theirs = began(&trace, "child");
    assert!(ours.start < theirs.end && theirs.start < ours.end);
}

#[test]
fn a_message_leads_from_one_process_into_the_other() {
    let ((), trace) = record(|| {
        let pipe = Pipe::new().named("talk");
        let (mut reader, writer) = pipe.one_way().unwrap();
        let process = started(child(&SENDS).named("matt").pipe(writer));
        while reader.recv().unwrap().is_some() {}
        joined(&process);
    });
    assert_sound(&trace);
    let matt = lane(&trace, "matt");
    let mut talks = trace.objects.iter().filter(|it| it.name == "talk");
    let talk = talks.next().unwrap();
    assert_eq!(talk.kind, ObjectKind::Pipe);
    assert!(talks.next().is_none(), "one pipe, known to both");
    let got = |it: &&Event| matches!(it.what, What::Get { .. });
    let got: Vec<&Event> = trace.events.iter().filter(got).collect();
    assert_eq!(got.len(), 2);
    for (get, item) in got.into_iter().zip(1..) {
        let put = cause(&trace, get);
        assert_eq!((get.lane, put.lane), (0, matt));
        let What::Put { object, item: sent, .. } = put.what else {
            panic!("{put:?}")
        };
        assert_eq!((object, sent), (talk.id, item));
    }
}

#[test]
fn grandchildren_are_part_of_the_trace() {
    let trace = traced(&FAMILY, "matt");
    let matt = lane(&trace, "matt");
    assert_eq!(said(&trace, "in the parent's child").lane, matt);
    let grandchild = lane(&trace, "grandchild");
    assert_eq!(trace.lanes[grandchild as usize].parent, Some(matt));
    assert_eq!(said(&trace, "in the child").lane, grandchild);
    let last = trace.events.iter().rfind(|it| it.lane == grandchild).unwrap();
    assert_eq!(last.what, DONE);
}

#[test]
fn the_trace_of_a_killed_child_says_so() {
    let ((), trace) = record(|| {
        let (process, _reader) = holder();
        process.kill();
        joined(&process);
    });
    assert_sound(&trace);
    let lane = said(&trace, "ended by signal 9").lane;
    assert_eq!(trace.lanes[lane as usize].kind, LaneKind::Process);
    let last = trace.events.iter().rfind(|it| it.lane == lane).unwrap();
    assert_eq!(last.what, DONE);
}

#[test]
fn the_trace_of_a_child_that_panics_arrives() {
    let trace = traced(&PANICS, "matt");
    let panic = What::Panic { text: "on purpose".to_owned() };
    let panic = trace.events.iter().find(|it| it.what == panic).unwrap();
    assert_eq!(panic.lane, lane(&trace, "matt"));
    said(&trace, "exit code 101");
}

#[test]
fn waiting_for_a_living_child_is_no_deadlock() {
    let (ending, _) = watch(|| joined(&started(child(&SLEEPS))));
    assert_eq!(ending.finished(), Some(0));
}

#[test]
fn waiting_for_a_pipe_whose_only_writer_is_ones_own_is_a_deadlock() {
    let (ending, trace) = must_end(|| {
        watch(|| {
            let (mut reader, _writer) =
                Pipe::new().named("talk").one_way().unwrap();
            reader.recv()
        })
    });
    assert!(matches!(ending, Ending::Deadlock));
    let What::Deadlock { waits, .. } = &trace.events.last().unwrap().what
    else {
        panic!("no deadlock at the end of {trace:#?}")
    };
    let waits: Vec<&str> = waits
        .iter()
        .map(|it| trace.objects[it.object as usize].name.as_str())
        .collect();
    assert_eq!(waits, ["talk"]);
}
