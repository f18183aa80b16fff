//! The format's schema says what is written.

use jsonschema::Validator;
use serde_json::{Value, json};
use workbench::trace::{
    Event, Lane, LaneKind, Object, ObjectKind, Outcome, Place, State, Trace,
    What, record, watch,
};

use super::busy;

fn schema() -> Validator {
    let text = include_str!("../../../docs/trace.schema.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

fn refused(schema: &Validator, trace: &Trace) -> Vec<String> {
    let text = trace.to_json();
    let lines = text.lines();
    let valid =
        |line: &&str| !schema.is_valid(&serde_json::from_str(line).unwrap());
    lines.filter(valid).map(str::to_owned).collect()
}

#[test]
fn every_line_of_live_runs_is_valid() {
    let schema = schema();
    let none: [String; 0] = [];
    let ((), trace) = record(|| busy(3, 30, 1));
    assert_eq!(refused(&schema, &trace), none);
    let (_, trace) = watch(|| {
        let lock = workbench::sync::Mutex::new(()).named("lock");
        let _first = lock.lock();
        let _second = lock.lock();
    });
    assert_eq!(refused(&schema, &trace), none);
    let (_, trace) = watch(|| std::panic::resume_unwind(Box::new("main")));
    assert_eq!(refused(&schema, &trace), none);
}

/// What no run of this test records, so that no word is missing.
#[test]
fn every_word_of_the_format_is_valid() {
    let ((), mut trace) = record(|| ());
    for kind in [
        LaneKind::Process,
        LaneKind::Thread,
        LaneKind::Coroutine,
        LaneKind::Connection,
    ] {
        let (id, name) = (trace.lanes.len() as u32, String::new());
        trace.lanes.push(Lane { id, kind, name, parent: Some(0) });
    }
    for kind in [
        ObjectKind::Lock,
        ObjectKind::RwLock,
        ObjectKind::Condvar,
        ObjectKind::Event,
        ObjectKind::Semaphore,
        ObjectKind::Barrier,
        ObjectKind::Queue,
        ObjectKind::Variable,
        ObjectKind::Lane,
        ObjectKind::Pipe,
        ObjectKind::Socket,
        ObjectKind::Timer,
    ] {
        let (id, name) = (trace.objects.len() as u32, String::new());
        let (named, capacity, lane) = (false, Some(3), Some(0));
        let it = Object { id, kind, name, named, capacity, lane };
        trace.objects.push(it);
    }
    let states = [
        State::Ready,
        State::Run,
        State::Wait,
        State::Queue,
        State::Sleep,
        State::Io,
        State::Done,
    ];
    let states = states.map(|state| What::State { state, object: Some(0) });
    let (object, value) = (0, -1);
    let queue = [
        What::Put { object, item: 1, len: 1 },
        What::Get { object, item: 1, len: 0 },
        What::Read { object, value },
        What::Write { object, value },
    ];
    for what in states.into_iter().chain(queue) {
        let step = trace.events.len() as u64;
        let place = Some(Place { file: "demo.rs".into(), line: 1 });
        let (time, lane, cause) = (trace.end.time, 0, Some(step - 1));
        trace.events.push(Event { step, time, lane, what, cause, place });
    }
    trace.end.events = trace.events.len() as u64;
    let none: [String; 0] = [];
    for outcome in
        [Outcome::Finished, Outcome::Deadlock, Outcome::Panicked, Outcome::Cut]
    {
        trace.end.outcome = outcome;
        assert_eq!(refused(&schema(), &trace), none);
    }
    assert_eq!(Trace::from_json(&trace.to_json()), Ok(trace));
}

#[test]
fn what_is_no_line_is_invalid() {
    let schema = schema();
    let event = |more: Value| {
        let mut event = json!({"step": 0, "time": 0, "lane": 0});
        let fields = event.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        json!({ "event": event })
    };
    assert!(schema.is_valid(&event(json!({"what": "hold", "object": 0}))));
    for wrong in [
        json!({}),
        json!({"tea": {}}),
        json!({"lane": {"id": 0, "kind": "thread", "name": "a"}, "end": {}}),
        json!({"lane": {"id": 0, "kind": "tea", "name": "a"}}),
        json!({"lane": {"id": -1, "kind": "thread", "name": "a"}}),
        json!({"run": {"format": "workbench-trace/2", "clock": "real",
            "cores": 1, "os": "linux"}}),
        json!({"end": {"outcome": "finished", "time": 0, "events": 0}}),
        event(json!({})),
        event(json!({"what": "drink"})),
        event(json!({"what": "hold"})),
        event(json!({"what": "hold", "object": 0, "tea": 1})),
        event(json!({"what": "state", "state": "bored"})),
        event(json!({"what": "note", "text": "a", "cause": -1})),
        event(json!({"what": "note", "text": "a", "place": "demo.rs:1"})),
        event(json!({"what": "deadlock", "circle": true,
            "waits": [{"lane": 0, "object": 0}]})),
    ] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
}
