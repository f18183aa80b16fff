//! Commands: those of the list, as they stand there, within their limits.

use std::fs;
use std::io::ErrorKind;
use std::time::Duration;

use tempfile::TempDir;
use workbench::net::client;
use workbench::net::protocol::Commands;
use workbench::net::server::Mode;

use super::*;
use crate::net::python::{listening, python};
use crate::net::server::until;
use crate::stress::must_end;

/// A program of our own, as a command; the folder is gone with the first of
/// them. It is the shell's to read: what is executed itself must not be open
/// in a child that another test has just begun.
fn script(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("script");
    fs::write(&path, text).unwrap();
    let command = format!("sh {}", path.display());
    (folder, command)
}

fn serve(commands: Commands) -> Serving<Tcp, Commands> {
    Serving::start(tcp(commands).mode(Mode::threads()))
}

fn allow(all: &[&str]) -> Commands {
    Commands::new(all).unwrap()
}

/// What the server says to a line.
fn run(serving: &Serving<Tcp, Commands>, line: &str) -> String {
    let address = serving.server.address();
    let mut client = client::Command::connect(address).unwrap();
    String::from_utf8(client.run(line).unwrap()).unwrap()
}

#[test]
fn output_comes_first_and_then_errors() {
    let (_folder, line) = script("echo wrong >&2; echo right");
    let serving = serve(allow(&["echo hello", &line]));
    assert_eq!(run(&serving, &line), "right\nwrong\n");
    assert_eq!(run(&serving, " echo   hello \n"), "hello\n");
}

#[test]
fn only_what_is_on_the_list_is_run() {
    let serving = serve(allow(&["echo hello", "uname"]));
    for line in ["echo", "echo hello you", "uname -a", "/bin/uname", "ls", " "]
    {
        let said = run(&serving, line);
        let why = "is not allowed here; allowed: echo hello, uname\n";
        assert!(said.ends_with(why), "{line}: {said}");
    }
}

#[test]
fn words_are_not_for_a_shell() {
    let serving = serve(allow(&["echo $HOME;id * | `id` >file"]));
    let line = "echo $HOME;id * | `id` >file";
    assert_eq!(run(&serving, line), "$HOME;id * | `id` >file\n");
}

#[test]
fn environment_has_nothing_of_the_servers() {
    let serving = serve(allow(&["env"]));
    let said = run(&serving, "env");
    let mut names: Vec<_> =
        said.lines().map(|it| it.split_once('=').unwrap().0).collect();
    names.sort_unstable();
    assert_eq!(names, ["LC_ALL", "PATH"]);
}

/// Red if one is read to its end before the other.
#[test]
fn both_streams_may_be_fuller_than_a_pipe() {
    must_end(|| {
        let fill = "head -c 300000 /dev/zero";
        let (_folder, line) =
            script(&format!("{fill} >&2; {fill}; {fill} >&2"));
        let serving = serve(allow(&[&line]));
        assert_eq!(run(&serving, &line).len(), 900_000);
    });
}

#[test]
fn command_that_takes_too_long_is_killed_with_all_that_it_has_started() {
    must_end(|| {
        let (_folder, line) = script("sleep 1000 & echo $!; sleep 1000");
        let limit = Duration::from_millis(200);
        let serving = serve(allow(&[&line]).time_limit(limit));
        let said = run(&serving, &line);
        let (child, why) = said.split_once('\n').unwrap();
        assert_eq!(why, "\n(ended: it took longer than 200ms)\n");
        until(|| is_gone(child));
    });
}

/// Ended, whether somebody has waited for it or not.
fn is_gone(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"));
    // After the name, which is in brackets.
    stat.map_or(true, |it| it.rsplit_once(") ").unwrap().1.starts_with('Z'))
}

#[test]
fn what_goes_on_behind_a_command_is_killed_in_the_end() {
    must_end(|| {
        let (_folder, line) = script("sleep 1000 >&- 2>&- & echo $!");
        let serving = serve(allow(&[&line]));
        let said = run(&serving, &line);
        until(|| is_gone(said.trim()));
    });
}

#[test]
fn output_has_a_limit() {
    must_end(|| {
        let serving = serve(allow(&["yes"]).output_limit(1001));
        let said = run(&serving, "yes");
        assert_eq!(
            said,
            format!("{}y\n(ended: more than 1001 bytes)\n", "y\n".repeat(500))
        );
    });
}

#[test]
fn output_of_exactly_the_limit_is_whole() {
    let serving = serve(allow(&["echo hello"]).output_limit(6));
    assert_eq!(run(&serving, "echo hello"), "hello\n");
}

#[test]
fn command_is_killed_when_a_stopping_server_cuts_its_caller() {
    must_end(|| {
        let (folder, line) = script("echo $$ >$0.pid; exec sleep 1000");
        let pid = folder.path().join("script.pid");
        let commands = allow(&[&line]).time_limit(Duration::from_secs(1000));
        let server = tcp(commands).mode(Mode::threads());
        let serving = Serving::start(server.grace(Duration::from_millis(50)));
        let mut caller = Caller::new(serving.server.address());
        caller.say_raw(line.as_bytes());
        let started = || fs::read_to_string(&pid).unwrap_or_default();
        until(|| started().ends_with('\n'));
        serving.end().unwrap();
        assert!(is_gone(started().trim()));
    });
}

#[test]
fn line_that_is_too_long_is_refused_and_its_rest_is_not_run() {
    let serving = serve(allow(&["uname"]));
    let mut caller = Caller::new(serving.server.address());
    caller.say_raw(&[b'x'; 5000]);
    assert_eq!(caller.hear(), serde_json::json!({"data_size": 21}));
    assert_eq!(caller.rest(), b"more than 1024 bytes\n");
}

#[test]
fn line_that_is_not_utf8_is_refused() {
    let serving = serve(allow(&["uname"]));
    let mut caller = Caller::new(serving.server.address());
    caller.say_raw(b"un\xffme");
    caller.fall_silent();
    caller.hear();
    assert_eq!(caller.rest(), b"a command line is UTF-8, and this is not\n");
}

#[test]
fn what_cannot_be_allowed_is_refused_by_name() {
    for (line, why) in [
        ("", "a command without a word cannot be allowed"),
        ("workbench-absent -a", "no program 'workbench-absent'"),
        ("/dev/null", "no program '/dev/null' that can be executed"),
    ] {
        let refused = Commands::new([line]).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput);
        assert!(refused.to_string().starts_with(why), "{refused}");
    }
}

#[test]
fn client_refuses_lines_that_no_server_would_take() {
    let serving = serve(allow(&["uname"]));
    let address = serving.server.address();
    let mut client = client::Command::connect(address).unwrap();
    for line in ["", &"x".repeat(1025)] {
        let why = client.run(line).unwrap_err();
        assert_eq!(why.kind(), ErrorKind::InvalidInput, "{why}");
    }
}

/// As the course notes' client: one send, then the length, the header, and
/// as many bytes as that says.
const ASKS: &str = "
import json, socket, struct
phone = socket.create_connection(('127.0.0.1', PORT))
for line in 'echo hello', 'rm -rf /':
    phone.send(line.encode('utf-8'))
    length = struct.unpack('i', phone.recv(4))[0]
    head = json.loads(phone.recv(length).decode('utf-8'))
    assert list(head) == ['data_size'], head
    data = b''
    while len(data) < head['data_size']:
        data += phone.recv(1024)
    print(data.decode('utf-8'), end='')
";

/// As the course notes' server.
const SERVES: &str = "
import json, socketserver, struct, subprocess
class Command(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            child = subprocess.run(data.decode('utf-8'), shell=True,
                                   capture_output=True)
            said = child.stdout + child.stderr
            head = json.dumps({'data_size': len(said)}).encode('utf-8')
            self.request.send(struct.pack('i', len(head)))
            self.request.send(head)
            self.request.send(said)
server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Command)
print(server.server_address[1])
server.serve_forever()
";

#[test]
fn client_of_python_runs_a_command() {
    let serving = serve(allow(&["echo hello"]));
    let port = serving.server.address().port().to_string();
    let Some(said) = python(&ASKS.replace("PORT", &port), b"") else { return };
    assert_eq!(
        String::from_utf8_lossy(&said),
        "hello\n'rm -rf /' is not allowed here; allowed: echo hello\n"
    );
}

#[test]
fn server_in_python_runs_a_command_for_our_client() {
    let Some(server) = listening(SERVES) else { return };
    let address = ("127.0.0.1", server.port);
    let mut client = client::Command::connect(address).unwrap();
    let line = "echo right; echo wrong >&2";
    assert_eq!(client.run(line).unwrap(), b"right\nwrong\n");
    let long = client.run("head -c 3000000 /dev/zero").unwrap();
    assert!(long == vec![0; 3_000_000], "{} bytes", long.len());
}
