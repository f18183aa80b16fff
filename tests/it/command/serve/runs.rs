//! Labs that are run, watched, stopped and kept.

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use workbench::trace::{Outcome, Trace};

use super::{Server, serve, until};

const DEADLOCK: &str = r#"{"lab":"deadlock","variant":"broken","speed":0.05}"#;

fn trace(server: &Server, run: u64) -> Trace {
    let answer = server.get(&format!("/api/runs/{run}/run.json"));
    assert_eq!(answer.status, 200, "{answer}");
    Trace::from_json(&answer.text()).unwrap()
}

#[test]
fn deadlock_is_told_as_it_comes_and_the_page_survives_it() {
    let server = serve();
    let run = server.run(DEADLOCK);
    let mut watched = server.watch(run);
    assert!(watched.until("live").contains(r#""lab":"deadlock""#));
    assert!(watched.until("remark").contains("would hang for ever"));
    let end = watched.end();
    assert_eq!((&end["why"], &end["has_trace"]), (&Value::Null, &true.into()));
    assert_eq!(trace(&server, run).end.outcome, Outcome::Deadlock);
    assert!(server.children().is_empty());
    server.good();
}

#[test]
fn results_and_surprises_of_a_story_are_told() {
    let server = serve();
    let wish =
        r#"{"lab":"locks","variant":"unprotected","threads":3,"speed":0.2}"#;
    let run = server.run(wish);
    let mut watched = server.watch(run);
    let line: Value = serde_json::from_str(&watched.until("story")).unwrap();
    assert_eq!(line["mood"], "wrong");
    assert!(line["text"].as_str().unwrap().contains("2 of 3 updates"));
    watched.end();
    let param = ("threads".to_owned(), "3".to_owned());
    assert_eq!(trace(&server, run).run.params, [param]);
    server.good();
}

#[test]
fn run_is_kept_in_every_format() {
    let server = serve();
    let run = server.run(DEADLOCK);
    let early = server.get(&format!("/api/runs/{run}/run.svg"));
    if early.status != 200 {
        assert!(early.refusal(409).contains("no trace yet"));
    }
    server.watch(run).end();
    let svg = server.get(&format!("/api/runs/{run}/run.svg"));
    assert_eq!(svg.header("content-type"), Some("image/svg+xml"));
    assert!(svg.text().contains("waiting: lock2"));
    let perfetto = server.get(&format!("/api/runs/{run}/run.perfetto-trace"));
    assert_eq!((perfetto.status, perfetto.body[0]), (200, 0x0a));
    for name in ["run.html5", "run.", "run", "other.json", "runx.json"] {
        let answer = server.get(&format!("/api/runs/{run}/{name}"));
        assert_eq!(answer.status, 404, "{name}");
    }
    server.good();
}

#[test]
fn two_browsers_see_the_same_run() {
    let server = serve();
    let run = server.run(DEADLOCK);
    let (mut one, mut other) = (server.watch(run), server.watch(run));
    let lines = |of: &mut super::Watched| {
        let lines = (of.until("live"), of.until("remark"));
        of.end();
        lines
    };
    assert_eq!(lines(&mut one).1, lines(&mut other).1);
    // Whoever comes late sees what was said, and the whole trace.
    let mut late = server.watch(run);
    late.until("remark");
    assert_eq!(late.end()["has_trace"], true);
    server.good();
}

#[test]
fn run_ends_when_its_last_watcher_has_gone() {
    let server = serve();
    let run = server.run_for_long();
    let (mut one, mut other) = (server.watch(run), server.watch(run));
    one.until("live");
    other.until("live");
    drop((one, other));
    until(|| !server.goes_on(run));
    until(|| server.children().is_empty());
    let end = server.watch(run).end();
    assert_eq!(end["why"], "nobody watched it any more");
    server.good();
}

#[test]
fn run_that_nobody_comes_to_watch_ends() {
    let server = serve();
    let run = server.run_for_long();
    until(|| !server.goes_on(run));
    let end = server.watch(run).end();
    assert_eq!(end["why"], "nobody watched it any more");
    server.good();
}

#[test]
fn stopped_run_keeps_what_was_seen_of_it() {
    let server = serve();
    let run = server.run_for_long();
    let mut watched = server.watch(run);
    watched.until("live");
    // The first may be no more than what is run.
    watched.until("live");
    assert_eq!(server.delete(&format!("/api/runs/{run}")).status, 204);
    assert_eq!(watched.end()["why"], "it was stopped");
    let trace = trace(&server, run);
    assert_eq!(trace.end.outcome, Outcome::Cut);
    assert!(!trace.events.is_empty());
    // Again is no error, and changes nothing.
    assert_eq!(server.delete(&format!("/api/runs/{run}")).status, 204);
    assert_eq!(server.watch(run).end()["why"], "it was stopped");
    assert_eq!(server.delete("/api/runs/77").status, 404);
    server.good();
}

#[test]
fn lab_that_crashes_is_told_and_survived() {
    let server = serve();
    let run = server.run_for_long();
    let mut watched = server.watch(run);
    watched.until("live");
    let [child] = server.children()[..] else { panic!() };
    let pid = Pid::from_raw(child as i32).unwrap();
    kill_process(pid, Signal::ABORT).unwrap();
    let end = watched.end();
    let why = end["why"].as_str().unwrap();
    assert!(why.contains("signal: 6"), "{why}");
    assert_eq!(end["has_trace"], true);
    server.good();
}

#[test]
fn oldest_runs_give_way() {
    let server = serve();
    let wish = r#"{"lab":"deadlock","variant":"ordered","speed":0.05}"#;
    for n in 1..=9 {
        let run = server.run(wish);
        assert_eq!(run, n);
        server.watch(run).end();
    }
    assert_eq!(server.get("/api/runs").json().as_array().unwrap().len(), 8);
    let why = server.get("/api/runs/1/run.json").refusal(404);
    assert!(why.contains("run it again"), "{why}");
    server.good();
}
