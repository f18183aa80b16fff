//! `command`, `file`, `socketserver`, `io-models`, `selectors`.

use workbench::trace::{Span, State};

use super::{in_order, number_before, told};

const MODELS: [&str; 7] =
    ["blocking", "nonblocking", "select", "poll", "epoll", "sigio", "uring"];

/// Whether the story says that this system has no such thing.
#[expect(clippy::print_stderr, reason = "says what it skips")]
fn lacks(story: &str, what: &str) -> bool {
    let lacks = story.contains(what);
    if lacks {
        eprintln!("a test skipped: {what}");
    }
    lacks
}

/// The line of a model in one of the tables.
#[track_caller]
fn row<'a>(table: &'a str, model: &str) -> &'a str {
    let start = format!("   {model} ");
    let mut rows = table.lines().filter(|it| it.starts_with(&start));
    rows.next().unwrap_or_else(|| panic!("{model}? {table}"))
}

/// What a server that this system has is said to do.
fn models(chapter: &str) -> Vec<&'static str> {
    let has = |model: &&str| !lacks(chapter, &format!("has no {model}: "));
    MODELS.into_iter().filter(has).collect()
}

#[test]
fn every_model_answers_and_says_who_waits() {
    let told = told("io-models");
    for model in MODELS {
        if lacks(told.chapter(model), "this system has no") {
            continue;
        }
        let words = [
            "who waits for data:",
            "who copies it:",
            "what tells:",
            "HELLO, and GOOD MORNING",
        ];
        told.says(model, &words);
    }
}

/// What the server does for most of the time that its caller sleeps, in which
/// nobody says anything.
#[test]
fn every_server_but_the_one_that_asks_waits_in_io() {
    let told = told("io-models");
    for model in models(told.chapter("side-by-side")) {
        let trace = told.trace(model);
        let mut lanes = trace.lanes.iter();
        let server = lanes.find(|it| it.name.starts_with("server "));
        let server = server.unwrap().id;
        let spans = trace.spans();
        let sleep = spans.iter().find(|it| it.state == State::Sleep);
        let (start, end) = sleep.unwrap().times;
        let time = |waits: bool| {
            let its = spans.iter().filter(|it| it.lane == server);
            let so = its.filter(|it| (it.state == State::Io) == waits);
            let within = |it: &Span| {
                it.times.1.min(end).saturating_sub(it.times.0.max(start))
            };
            so.map(within).sum::<u64>()
        };
        let waits = time(true) > time(false);
        assert_eq!(waits, model != "nonblocking", "{model}");
    }
}

/// The server does nothing else meanwhile, so that the calls are those of the
/// requests: no start, and nobody who is accepted.
#[test]
fn calls_for_a_request_are_those_of_the_model() {
    let told = told("io-models");
    let (_, table) = told.story.split_once("system calls for a req").unwrap();
    if lacks(&told.story, "cannot be counted here") {
        return;
    }
    for model in models(told.chapter("side-by-side")) {
        let row = row(table, model);
        // Behind its name.
        let calls = &row[15..];
        let has = |call: &str| calls.contains(&format!(" {call} "));
        assert_eq!(has("recv") && has("send"), model != "uring", "{row}");
        for call in ["select", "poll", "epoll_wait", "io_uring_enter"] {
            let waits = match model {
                "epoll" => "epoll_wait",
                "uring" => "io_uring_enter",
                other => other,
            };
            // A server that waits for signals may poll for them.
            let may = model == "sigio" && call == "poll";
            assert!(may || has(call) == (call == waits), "{row}");
        }
    }
    let blocking = row(table, "blocking").split_whitespace().nth(1).unwrap();
    // Where the count begins and ends, a thread of the eight may not have
    // come back to its recv yet.
    let near_two = (1.7..2.4).contains(&blocking.parse::<f64>().unwrap());
    assert!(near_two, "{table}");
}

/// Counted, not timed: that the calls of select and poll take longer is for
/// the lab to show.
#[test]
fn only_who_asks_everybody_makes_more_calls_for_the_silent() {
    let told = told("io-models");
    if lacks(&told.story, "cannot be counted here") {
        return;
    }
    let chapter = told.chapter("idle");
    for model in models(chapter) {
        let row = row(chapter, model);
        let calls = row.split("µs").nth(2).unwrap();
        let calls: Vec<f64> =
            calls.split_whitespace().filter_map(|it| it.parse().ok()).collect();
        let [_, crowd] = calls[..] else { panic!("{row}") };
        match model {
            // Before it comes to one of eight again, it has asked 500.
            "nonblocking" => assert!(crowd > 40.0, "{row}"),
            _ => assert!(crowd < 10.0, "{row}"),
        }
    }
}

#[test]
fn what_is_registered_is_what_is_called() {
    let words = [
        "accept: lets somebody in, and registers answer",
        "answer: hears good morning",
        "answer: hears hello",
        "answer: they have hung up; unregisters them",
        "answers: GOOD MORNING, HELLO",
    ];
    in_order(told("selectors").chapter("callbacks"), &words);
}

#[test]
fn callbacks_are_the_same_whoever_waits() {
    let answers =
        ["select", "poll", "epoll"].map(|it| format!("{it}: GOOD MORNING, "));
    let answers = answers.each_ref().map(String::as_str);
    told("selectors").says("one-face", &answers);
}

#[test]
fn callback_that_sleeps_keeps_everybody_waiting() {
    let chapter = told("selectors").chapter("stalled");
    in_order(chapter, &["thinks", "hears a riddle", "hears hello"]);
}

#[test]
fn interest_in_writing_wakes_a_server_that_has_nothing_to_say() {
    let told = told("selectors");
    let always = told.chapter("always-writable");
    assert!(number_before(always, " of them for nothing") > 50.0, "{always}");
    let needed = told.chapter("when-needed");
    in_order(needed, &["no more fit", "never for nothing"]);
    let here = number_before(needed, " KiB of 16 MiB lie here");
    assert!(0.0 < here && here < 16.0 * 1024.0, "{needed}");
    // A poem of 256 pieces was sent, for which it had to be woken.
    assert!(number_before(needed, " times, never") >= 256.0, "{needed}");
}

#[test]
fn wake_up_is_measured_beside_more_and_more_who_are_silent() {
    let chapter = told("selectors").chapter("silent");
    for kind in ["select", "poll", "epoll"] {
        let start = format!("   {kind} ");
        let rows = chapter.lines().filter(|it| it.starts_with(&start));
        let silent = rows.map(|row| row.split_whitespace().nth(1).unwrap());
        assert_eq!(silent.collect::<Vec<_>>(), ["0", "200", "800"]);
    }
}

#[test]
fn answer_without_a_length_arrives_with_the_next_one() {
    let words = [
        "seq 1 400: recv has 1024 bytes, from \"1\" to \"283\"",
        "echo done: recv has 468 bytes, from \"284\" to \"400\"",
    ];
    in_order(told("command").chapter("bare"), &words);
}

#[test]
fn framed_answers_are_whole() {
    let words = ["seq 1 400: 1492 bytes, from", "echo done: 5 bytes"];
    in_order(told("command").chapter("framed"), &words);
}

#[test]
fn frame_is_shown_as_it_travels() {
    let words = [
        "length  10 00 00 00 ",
        "header  7b 22 64 61 74 61 5f 73 69 7a 65 22 3a 20 35 7d  {\"data_",
        "output  64 6f 6e 65 0a ",
    ];
    in_order(told("command").chapter("bytes"), &words);
}

#[test]
fn shell_runs_what_a_list_refuses() {
    let told = told("command");
    let injected = ["sends: date; echo injected", ", injected\n", "two comm"];
    in_order(told.chapter("shell"), &injected);
    let refused = [
        "date: ",
        "'date; echo injected' is not allowed here",
        "'uname -a' is not allowed here",
    ];
    in_order(told.chapter("allow-list"), &refused);
}

#[cfg(target_os = "linux")]
#[test]
fn file_comes_back_as_it_went() {
    let words = ["MiB are on the server's disk", "the same bytes came back"];
    in_order(told("file").chapter("put-get"), &words);
}

#[cfg(target_os = "linux")]
#[test]
fn short_file_waits_for_a_long_one_unless_it_has_a_thread() {
    let told = told("file");
    let film_first = ["anna       1024 KiB", "ben        1 KiB"];
    in_order(told.chapter("one-at-a-time"), &film_first);
    let note_first = ["ben        1 KiB", "anna       1024 KiB"];
    in_order(told.chapter("threads"), &note_first);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_lead_out_are_refused() {
    let words = [
        "get: file name \"/etc/passwd\": it begins at the root",
        "get: file name \"../../etc/passwd\": '.' and '..' are no names",
        "get: 'link/passwd': a link is in the way",
        "put: file name \"../note\": '.' and '..' are no names",
    ];
    in_order(told("file").chapter("escape"), &words);
}

#[cfg(target_os = "linux")]
#[test]
fn upload_that_is_cut_is_seen_only_where_it_is_written_in_its_place() {
    let told = told("file");
    told.says("half", &["in the folder: film, 512 KiB"]);
    told.says("cut", &["the folder is empty, as it was before"]);
}

#[cfg(target_os = "linux")]
#[test]
fn upload_that_was_cut_goes_on_where_it_was() {
    let words = ["goes on at 1024 KiB", "nothing was sent twice"];
    in_order(told("file").chapter("resume"), &words);
}

#[test]
fn mode_decides_how_many_are_answered_at_once() {
    let told = told("socketserver");
    told.says("iterative", &["3 callers, 1 at a time: "]);
    told.says("threads", &["3 callers, up to 3 at once: "]);
    told.says("pool", &["3 callers, up to 2 at once: "]);
    told.says("processes", &["3 callers, 3 processes: "]);
}

#[test]
fn connections_and_callers_have_lanes() {
    let told = told("socketserver");
    for variant in ["iterative", "threads", "pool"] {
        let lanes = &told.trace(variant).lanes;
        for name in ["anna", "carl", "connection-1", "connection-3"] {
            assert!(lanes.iter().any(|lane| lane.name == name), "{lanes:?}");
        }
    }
}

#[test]
fn panic_of_a_handler_ends_one_connection_and_not_the_server() {
    let words = ["the handler panicked: boom", "and ben: HELLO from process"];
    in_order(told("socketserver").chapter("panic"), &words);
}

#[test]
fn pool_serves_nobody_while_the_silent_hold_its_workers() {
    let words = [
        "carl has heard nothing",
        "anna and ben hang up",
        "answers hello",
        "carl hears: HELLO",
    ];
    in_order(told("socketserver").chapter("starved"), &words);
}
