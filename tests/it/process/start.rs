//! From a description to an exit code.

use std::io::{BufRead, BufReader, Write};

use super::*;

/// Tells what it knows of itself.
pub(super) static TELLS: Entry = Entry::new("tells", |child| {
    let mut writer = child.writer();
    writer.send(child.name()).unwrap();
    writer.send(process::pid().to_string()).unwrap();
    writer.send(process::parent_pid().to_string()).unwrap();
    writer.send(child.args().join(",")).unwrap();
    writer.send(child.is_daemon().to_string()).unwrap();
    0
});

/// Prints, lets a child print, prints again.
pub(super) static PRINTS: Entry = Entry::new("prints", |child| {
    let say = |text: &str| {
        // Past libtest, which may have begun a line.
        writeln!(std::io::stdout(), "\nsaid: {text}").unwrap();
    };
    if child.args().is_empty() {
        say("before");
        joined(&started(super::child(&PRINTS).arg("child")));
        say("after");
    } else {
        say("child");
    }
    0
});

#[test]
fn a_process_has_a_pid_only_after_start() {
    let mut process = child(&CODE).arg(0);
    assert_eq!(process.pid(), None);
    assert!(!process.is_alive());
    process.start().unwrap();
    assert_ne!(process.pid(), None);
    joined(&process);
    assert_ne!(process.pid(), None);
}

#[test]
fn a_process_is_alive_from_start_to_end() {
    let (process, _reader) = holder();
    assert!(process.is_alive());
    assert_eq!(process.exit_code(), None);
    process.kill();
    joined(&process);
    assert!(!process.is_alive());
}

#[test]
fn the_exit_code_is_what_the_entry_returns() {
    for code in [0, 1, 3, 255] {
        assert_eq!(joined(&started(child(&CODE).arg(code))), code);
    }
}

#[test]
fn the_exit_code_of_a_panic_is_101() {
    assert_eq!(joined(&started(child(&PANICS))), 101);
}

#[test]
fn a_terminated_process_has_the_negative_signal_as_its_exit_code() {
    let (process, reader) = holder();
    process.terminate();
    assert_eq!(joined(&process), -15);
    assert_gone(reader);
}

#[test]
fn a_killed_process_has_the_negative_signal_as_its_exit_code() {
    let (process, reader) = holder();
    process.kill();
    assert_eq!(joined(&process), -9);
    assert_gone(reader);
}

#[test]
fn ending_a_process_that_has_ended_is_harmless() {
    let process = started(child(&CODE).arg(7));
    joined(&process);
    process.terminate();
    process.kill();
    assert_eq!(process.exit_code(), Some(7));
}

#[test]
fn join_with_a_timeout_tells_that_the_process_goes_on() {
    let (process, _reader) = holder();
    assert!(!process.join_timeout(Duration::from_millis(1)));
    assert!(process.is_alive());
    process.kill();
    assert!(process.join_timeout(DEADLINE));
    process.join(); // again, at once
}

#[test]
fn a_process_is_joined_by_several_threads() {
    let (process, _reader) = holder();
    std::thread::scope(|scope| {
        let joins = [(); 3].map(|()| scope.spawn(|| joined(&process)));
        process.kill();
        for join in joins {
            assert_eq!(join.join().unwrap(), -9);
        }
    });
}

#[test]
fn a_process_knows_its_name_its_parent_and_its_arguments() {
    let (mut reader, writer) = Pipe::new().one_way().unwrap();
    let process = child(&TELLS).named("matt").arg("a b").arg("").arg(3);
    let process = started(process.pipe(writer).daemon(true));
    let mut told = || reader.recv_text().unwrap().unwrap();
    assert_eq!(told(), "matt");
    assert_eq!(told(), process.pid().unwrap().to_string());
    assert_eq!(told(), process::pid().to_string());
    assert_eq!(told(), "a b,,3");
    assert_eq!(told(), "true");
    assert_eq!(joined(&process), 0);
}

#[test]
fn a_process_without_a_name_is_numbered() {
    let names = [child(&CODE), child(&CODE)].map(|it| it.name().to_owned());
    assert!(names[0].starts_with("Process-"), "{names:?}");
    assert_ne!(names[0], names[1]);
}

#[test]
fn output_of_parent_and_child_is_in_order() {
    let (reader, writer) = Pipe::new().one_way().unwrap();
    let process = started(child(&PRINTS).stdout(writer));
    let lines = BufReader::new(reader).lines().map(Result::unwrap);
    let said: Vec<String> = lines
        .filter_map(|it| it.strip_prefix("said: ").map(str::to_owned))
        .collect();
    assert_eq!(said, ["before", "child", "after"]);
    assert_eq!(joined(&process), 0);
}

#[test]
#[should_panic(expected = "a process can be started only once")]
fn starting_twice_is_refused() {
    let mut process = started(child(&CODE).arg(0));
    let _ = process.start();
}

#[test]
#[should_panic(expected = "only a process that was started can be joined")]
fn joining_before_start_is_refused() {
    child(&CODE).join();
}

#[test]
fn an_entry_that_the_child_does_not_know_is_named() {
    static STRANGER: Entry = Entry::new("stranger", |_| 0);
    // Without --nocapture, libtest prints the panic to standard output.
    let args = ["--exact", "process::child_entry"];
    let process = Process::new(&STRANGER).program_args(args);
    let (code, output) = output_of(process);
    assert_eq!(code, 101);
    assert!(output.contains("there is no entry 'stranger'"), "{output}");
}

/// Without this refusal, it would start itself for ever.
#[test]
fn a_child_that_does_not_call_enter_cannot_start_a_process() {
    if std::env::var_os("WORKBENCH_PROCESS").is_some() {
        started(child(&CODE)); // main forgot `enter`
    }
    let name = "a_child_that_does_not_call_enter_cannot_start_a_process";
    let args = ["--exact".to_owned(), format!("process::start::{name}")];
    let (code, output) = output_of(Process::new(&CODE).program_args(args));
    assert_eq!(code, 101);
    assert!(output.contains("it would start itself for ever"), "{output}");
}

fn output_of(process: Process) -> (i32, String) {
    let (reader, writer) = Pipe::new().one_way().unwrap();
    let process = started(process.stdout(writer));
    let output = std::io::read_to_string(reader).unwrap();
    (joined(&process), output)
}
