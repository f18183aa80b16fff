//! Nobody is left behind.

use super::*;

/// Starts a daemon with the writer that it is given, and returns.
pub(super) static DAEMON_PARENT: Entry = Entry::new("daemon parent", |it| {
    started(child(&HOLDS).daemon(true).pipe(it.writer()));
    0
});

/// Starts a child, and returns at once, or stays for ever.
pub(super) static PARENT: Entry = Entry::new("parent", |it| {
    let process = match it.args()[0].as_str() {
        "returns" => child(&super::pipe::ECHO).pipe(it.connection()),
        _ => child(&HOLDS).pipe(it.writer()),
    };
    started(process);
    while it.args()[0] == "stays" {
        std::thread::park();
    }
    0
});

/// Drops the handles of many children, and returns how many are left when
/// all of them have ended.
pub(super) static MANY_DROPPED: Entry = Entry::new("many dropped", |_| {
    process::run(|| (0..20).for_each(|n| drop(started(child(&CODE).arg(n)))));
    left()
});

/// Ends its children, one of which does not hear, and returns how many are
/// left.
pub(super) static ENDS_ALL: Entry = Entry::new("ends all", |_| {
    let holders = [(); 3].map(|()| holder());
    stop(holders[1].0.pid().unwrap());
    process::end_all();
    assert!(!holders.iter().any(|(process, _)| process.is_alive()));
    assert_eq!(
        holders.each_ref().map(|(process, _)| code(process)),
        [-15, -9, -15]
    );
    left()
});

fn code(process: &Process) -> i32 {
    process.exit_code().unwrap()
}

/// A process that is stopped does not act upon SIGTERM.
fn stop(pid: u32) {
    use rustix::process::{
        Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid,
    };
    let pid = Pid::from_raw(pid as i32).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED).unwrap();
}

#[cfg(target_os = "linux")]
fn left() -> u8 {
    children().len() as u8
}

#[cfg(not(target_os = "linux"))]
fn left() -> u8 {
    0
}

#[test]
fn a_daemon_ends_with_its_parent() {
    let (mut reader, writer) = Pipe::new().one_way().unwrap();
    let parent = started(child(&DAEMON_PARENT).pipe(writer));
    assert_eq!(joined(&parent), 0);
    // The daemon may have been ended before it could say that it is here.
    while reader.recv().unwrap().is_some() {}
    assert_gone(reader);
}

#[test]
fn a_parent_waits_for_a_child_that_is_no_daemon() {
    let (mut ours, theirs) = Pipe::new().duplex().unwrap();
    let parent = started(child(&PARENT).arg("returns").pipe(theirs));
    ours.send("still there?").unwrap();
    assert_eq!(ours.recv_text().unwrap().unwrap(), "STILL THERE?");
    assert!(parent.is_alive());
    let (reader, writer) = ours.split();
    drop(writer); // lets the grandchild end
    assert_eq!(joined(&parent), 0);
    assert_gone(reader);
}

#[test]
fn a_child_ends_when_its_parent_is_killed() {
    let (mut reader, writer) = Pipe::new().one_way().unwrap();
    let parent = started(child(&PARENT).arg("stays").pipe(writer));
    assert_eq!(reader.recv_text().unwrap().as_deref(), Some("here"));
    parent.kill();
    assert_eq!(joined(&parent), -9);
    assert_gone(reader);
}

#[test]
fn a_child_outlives_the_thread_that_started_it() {
    let (process, reader) = std::thread::spawn(holder).join().unwrap();
    assert!(!process.join_timeout(Duration::from_millis(50)));
    process.kill();
    joined(&process);
    assert_gone(reader);
}

#[test]
#[cfg(target_os = "linux")]
fn a_joined_process_is_no_zombie() {
    let process = started(child(&CODE).arg(0));
    joined(&process);
    let now = stat(process.pid().unwrap());
    assert!(now.is_none_or(|(_, parent)| parent != process::pid()), "{now:?}");
}

#[test]
fn many_processes_at_once_end_each_with_its_own_code() {
    let processes: Vec<Process> =
        (0..20).map(|n| started(child(&CODE).arg(n))).collect();
    for (process, code) in processes.iter().zip(0..) {
        assert_eq!(joined(process), code);
    }
}

#[test]
fn dropped_processes_leave_no_zombie() {
    assert_eq!(joined(&started(child(&MANY_DROPPED))), 0);
}

#[test]
fn end_all_ends_every_child_also_one_that_does_not_hear() {
    assert_eq!(joined(&started(child(&ENDS_ALL))), 0);
}

#[test]
fn a_child_is_in_the_process_group_of_its_parent() {
    use rustix::process::{Pid, getpgid};
    let (process, _reader) = holder();
    let pid = Pid::from_raw(process.pid().unwrap() as i32);
    assert_eq!(getpgid(pid), getpgid(None));
    process.kill();
}
