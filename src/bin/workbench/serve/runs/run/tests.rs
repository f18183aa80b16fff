//! Children that a lab could be: they flood, they crash, they hang.

use std::process::{Command, Stdio};

use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use workbench::trace::{Outcome, Trace};

use super::*;

/// Runs `script`, and watches it to its end: its lines, and its end.
fn watched(script: &str) -> (Arc<Run>, Vec<Line>, End) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let run = start(script);
        let mut watcher = run.clone().watch();
        let mut lines = Vec::new();
        loop {
            match watcher.news(lines.len()).await {
                News::Lines(new) => lines.extend(new),
                News::End(end) => return (run, lines, end),
            }
        }
    })
}

fn start(script: &str) -> Arc<Run> {
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).stdin(Stdio::piped());
    let child = Running::start(&mut shell).unwrap();
    let ender = Some(child.ender());
    let run = Arc::new(Run::new(1, "lab", "variant", ender));
    let places = Arc::new(Semaphore::new(1));
    let place = places.try_acquire_owned().unwrap();
    run.clone().begin(child, place).unwrap();
    run
}

const BEGIN: &str = r#"
    echo 'live {"run":{"format":"workbench-trace/1","clock":"real","cores":1,"os":"linux"}}'
    echo 'live {"lane":{"id":0,"kind":"thread","name":"main"}}'
    echo 'live {"event":{"step":0,"time":5,"lane":0,"what":"state","state":"run"}}'
"#;

#[test]
fn lines_of_the_story_come_in_order_and_noise_is_left_out() {
    let script = "echo 'story {\"n\":1}'; echo noise; echo; \
                  echo 'remark \"well\"'";
    let (_, lines, end) = watched(script);
    let said = lines.iter().map(|it| (it.word, &*it.json));
    let expected = [("story", "{\"n\":1}"), ("remark", "\"well\"")];
    assert!(said.eq(expected));
    assert_eq!((end.why, end.has_trace), (None, false));
}

#[test]
fn crash_is_told_and_what_was_seen_of_the_trace_is_kept() {
    let (run, _, end) =
        watched(&format!("{BEGIN} echo oh dear >&2; kill -9 $$"));
    let why = end.why.unwrap();
    assert!(why.contains("signal: 9") && why.ends_with("oh dear"), "{why}");
    let trace = Trace::from_json(&run.whole().unwrap()).unwrap();
    assert_eq!(trace.end.outcome, Outcome::Cut);
    assert_eq!((trace.events.len(), trace.end.time), (1, 5));
}

#[test]
fn flood_of_lines_is_ended() {
    let (_, lines, end) = watched("while :; do echo 'story 1'; done");
    assert_eq!(lines.len(), LINES);
    assert!(end.why.unwrap().contains("20000 lines"));
}

#[test]
fn flood_without_a_line_is_ended() {
    let (_, lines, end) = watched("yes 1 | tr -d '\\n'");
    assert!(end.why.unwrap().contains("128 MB"));
    assert!(lines.iter().all(|it| it.json.is_empty()));
}

#[test]
fn run_goes_on_as_long_as_somebody_watches() {
    Runtime::new().unwrap().block_on(async {
        let run = start("sleep 1000");
        let mut stays = run.clone().watch();
        drop(run.clone().watch());
        assert!(run.log.lock().stopped.is_none());
        run.stop("it was stopped");
        let News::End(end) = stays.news(0).await else { panic!() };
        assert_eq!(end.why.as_deref(), Some("it was stopped"));
    });
}

#[test]
fn run_that_nobody_watches_any_more_ends() {
    Runtime::new().unwrap().block_on(async {
        let run = start("sleep 1000");
        drop(run.clone().watch());
        let mut late = run.watch();
        let News::End(end) = late.news(0).await else { panic!() };
        assert_eq!(end.why.as_deref(), Some("nobody watched it any more"));
    });
}
