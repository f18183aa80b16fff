//! The file format: what is written is read, and what is broken is refused.

use workbench::trace::{ReadError, Recorder, Trace, record, watch};

use super::{Random, busy};

/// A trace with something of everything that a run can record here.
fn sample() -> Trace {
    let recorder = Recorder::new().titled("lab", "variant", "\"title\"\n");
    let recorder = recorder.param("threads", 3);
    let ((), trace) = recorder.record(|| busy(3, 10, 1));
    trace
}

fn stuck() -> Trace {
    let (_, trace) = watch(|| {
        let lock = workbench::sync::Mutex::new(()).named("lock");
        let _first = lock.lock();
        let _second = lock.lock();
    });
    trace
}

/// `text` with its line `number`, from 1, replaced.
fn with_line(text: &str, number: usize, line: &str) -> String {
    let mut lines: Vec<_> = text.lines().collect();
    lines[number - 1] = line;
    lines.join("\n")
}

/// The number of the first line, from 1, that has `part` in it.
fn line_with(text: &str, part: &str) -> usize {
    1 + text.lines().position(|line| line.contains(part)).unwrap()
}

/// The number of the line that `text` is refused for, and the reason.
fn refused(text: &str) -> (usize, String) {
    match Trace::from_json(text) {
        Err(ReadError::Line { line, reason }) => (line, reason),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_written_is_read() {
    for trace in [sample(), stuck(), record(|| ()).1] {
        assert_eq!(Trace::from_json(&trace.to_json()), Ok(trace));
    }
}

#[test]
fn a_text_that_is_cut_at_any_line_is_refused() {
    let text = stuck().to_json();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(Trace::from_json(""), Err(ReadError::Empty));
    for count in 1..lines.len() {
        let cut = lines[..count].join("\n");
        let expected = Err(ReadError::Cut { lines: count });
        assert_eq!(Trace::from_json(&cut), expected);
    }
}

#[test]
fn a_text_that_is_cut_within_a_line_names_it() {
    let text = stuck().to_json();
    let mut begin = 0;
    for (line, number) in text.lines().zip(1..) {
        // JSON has no proper prefix that is JSON, where it is an object.
        let cut = &text[..begin + line.len() / 2];
        assert_eq!(refused(cut).0, number);
        begin += line.len() + 1;
    }
}

#[test]
fn a_line_that_is_missing_is_found() {
    let text = stuck().to_json();
    let lines: Vec<_> = text.lines().collect();
    for missing in 0..lines.len() {
        let mut left = lines.clone();
        left.remove(missing);
        assert!(Trace::from_json(&left.join("\n")).is_err(), "{missing}");
    }
}

#[test]
fn a_corrupted_line_is_named_by_its_number() {
    let text = stuck().to_json();
    for number in 1..=text.lines().count() {
        for broken in ["{", "null", "[]", "{\"event\":{}}", "{\"tea\":{}}"] {
            let (line, reason) = refused(&with_line(&text, number, broken));
            assert_eq!(line, number);
            assert!(!reason.contains("line 1"), "{reason}");
        }
    }
}

#[test]
fn another_version_is_refused() {
    let text = stuck().to_json();
    let next = text.replace("workbench-trace/1", "workbench-trace/2");
    let (line, reason) = refused(&next);
    assert_eq!(line, 1);
    assert_eq!(
        reason,
        "the format is 'workbench-trace/2', not 'workbench-trace/1'"
    );
}

#[test]
fn numbers_that_nothing_has_are_refused() {
    let text = stuck().to_json();
    let broken = |part: &str, other: &str| {
        let number = line_with(&text, part);
        let line = text.lines().nth(number - 1).unwrap();
        let (at, reason) =
            refused(&with_line(&text, number, &line.replace(part, other)));
        assert_eq!(at, number);
        reason
    };
    let hold = "\"what\":\"hold\",\"object\":0";
    let far = "\"what\":\"hold\",\"object\":9";
    assert_eq!(broken(hold, far), "there is no object 9");
    assert_eq!(
        broken("\"step\":2,\"time\"", "\"step\":3,\"time\""),
        "step 3 stands where 2 should"
    );
    assert_eq!(broken("\"holder\":0", "\"holder\":5"), "there is no lane 5");
    assert_eq!(
        broken("\"lane\":{\"id\":0", "\"lane\":{\"parent\":0,\"id\":0"),
        "there is no lane 0"
    );
    assert_eq!(
        broken("\"object\":{\"id\":0", "\"object\":{\"id\":1"),
        "object 1 stands where 0 should"
    );
    assert_eq!(
        broken("\"object\":{\"id\":0", "\"object\":{\"lane\":4,\"id\":0"),
        "there is no lane 4"
    );
}

#[test]
fn a_cause_that_does_not_come_before_is_refused() {
    let ((), trace) = record(|| {
        workbench::thread::spawn(|| ()).join().unwrap();
    });
    let mut later = trace.clone();
    let effect = later.events.iter_mut().find(|it| it.cause.is_some());
    let effect = effect.unwrap();
    effect.cause = Some(effect.step);
    let step = effect.step;
    let (_, reason) = refused(&later.to_json());
    assert_eq!(reason, format!("its cause {step} does not come before it"));
}

#[test]
fn a_time_that_goes_back_is_refused() {
    let mut trace = stuck();
    let last = trace.events.last_mut().unwrap();
    last.time = 0;
    let (_, reason) = refused(&trace.to_json());
    assert!(reason.starts_with("its time 0 is before "), "{reason}");
}

#[test]
fn several_traces_in_one_text_are_all_read() {
    let traces = vec![sample(), stuck()];
    let text: String = traces.iter().map(Trace::to_json).collect();
    assert_eq!(Trace::all_from_json(&text).as_ref(), Ok(&traces));
    assert_eq!(Trace::from_json(&text).as_ref(), Ok(&traces[0]));
    let lines: Vec<_> = text.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    let expected = Err(ReadError::Cut { lines: lines.len() - 1 });
    assert_eq!(Trace::all_from_json(&cut), expected);
}

#[test]
fn blank_lines_are_no_lines() {
    let trace = stuck();
    let text = format!("\n{}\n\n", trace.to_json().replace('\n', "\r\n\n"));
    assert_eq!(Trace::from_json(&text), Ok(trace));
}

#[test]
fn errors_say_what_is_wrong() {
    let line = ReadError::Line { line: 3, reason: "why".into() };
    assert_eq!(line.to_string(), "line 3: why");
    assert_eq!(ReadError::Empty.to_string(), "it is empty");
    assert_eq!(
        ReadError::Cut { lines: 7 }.to_string(),
        "it is cut: no 'end' line after line 7"
    );
}

/// Whatever the text, reading it ends, and what is read can be drawn from.
#[test]
fn no_text_panics() {
    let text = format!("{}{}", stuck().to_json(), record(|| ()).1.to_json());
    let mut random = Random(11);
    let mut read = 0;
    for _ in 0..5000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=random.below(3) {
            mutate(&mut bytes, &mut random);
        }
        let mutated = String::from_utf8_lossy(&bytes);
        if let Ok(traces) = Trace::all_from_json(&mutated) {
            read += 1;
            for trace in traces {
                let _ = (trace.spans(), trace.holds(), trace.extent());
                let _ = workbench::trace::waitfor::at(&trace, u64::MAX);
                assert_eq!(Trace::from_json(&trace.to_json()), Ok(trace));
            }
        }
    }
    // A change within a name is fine: both outcomes were met.
    assert!(0 < read && read < 5000, "{read}");
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() as u64) as usize;
    match random.below(5) {
        0 => bytes[at] = random.next() as u8,
        1 => bytes[at] = b"0123456789\"{}[],:-\n"[random.below(19) as usize],
        // Something is left to be changed again.
        2 if bytes.len() > 1 => drop(bytes.remove(at)),
        3 => {
            let end = (at + random.below(80) as usize).min(bytes.len());
            let part = bytes[at..end].to_vec();
            let to = random.below(bytes.len() as u64) as usize;
            bytes.splice(to..to, part);
        }
        _ => bytes.truncate(at.max(1)),
    }
}
