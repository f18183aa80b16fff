//! The file protocol, with Python at the other end.

use std::fs;

use workbench::net::client;

use super::*;
use crate::net::python::{listening, python};
use crate::net::server::until;
use crate::stress::rounds;

/// Bytes of the file: few where nothing is optimised and nobody asks for
/// more.
pub(crate) fn size() -> usize {
    match cfg!(debug_assertions) && rounds() <= 20 {
        true => 10_000_000,
        false => 100_000_000,
    }
}

/// As the course notes' client puts, and gets again.
const PUTS_AND_GETS: &str = "
import json, os, socket, struct
os.chdir(FOLDER)
phone = socket.create_connection(('127.0.0.1', PORT))
def send(head):
    head = json.dumps(head).encode('utf-8')
    phone.sendall(struct.pack('i', len(head)))
    phone.sendall(head)
size = os.path.getsize('from')
send({'cmd': 'put', 'filename': 'a', 'filesize': size})
with open('from', 'rb') as file:
    for line in file:
        phone.sendall(line)
send({'cmd': 'get', 'filename': 'a'})
length = struct.unpack('i', phone.recv(4))[0]
head = json.loads(phone.recv(length).decode('utf-8'))
assert head == {'cmd': 'get', 'filename': 'a', 'filesize': size}, head
with open('to', 'wb') as file:
    left = size
    while left:
        data = phone.recv(min(left, 8192))
        left -= len(data)
        file.write(data)
print('upload successful')
";

/// As the course notes' server.
const SERVES: &str = "
import json, os, socketserver, struct
os.chdir(FOLDER)
class Files(socketserver.BaseRequestHandler):
    def handle(self):
        while head := self.request.recv(4):
            length = struct.unpack('i', head)[0]
            head = json.loads(self.request.recv(length).decode('utf-8'))
            getattr(self, head['cmd'])(head)
    def put(self, head):
        left = head['filesize']
        with open(head['filename'], 'wb') as file:
            while left:
                data = self.request.recv(min(left, 8192))
                left -= len(data)
                file.write(data)
    def get(self, head):
        name = head['filename']
        size = os.path.getsize(name)
        head = {'cmd': 'get', 'filename': name, 'filesize': size}
        head = json.dumps(head).encode('utf-8')
        self.request.sendall(struct.pack('i', len(head)))
        self.request.sendall(head)
        with open(name, 'rb') as file:
            for line in file:
                self.request.sendall(line)
server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Files)
print(server.server_address[1])
server.serve_forever()
";

/// A Python program that works in `folder`.
fn program(text: &str, folder: &Path) -> String {
    text.replace("FOLDER", &format!("{:?}", folder.to_str().unwrap()))
}

#[test]
fn client_of_python_puts_and_gets_a_large_file() {
    let served = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bytes = noise(size());
    fs::write(folder.path().join("from"), &bytes).unwrap();
    let serving = files(served.path());
    let port = serving.server.address().port().to_string();
    let program = program(PUTS_AND_GETS, folder.path());
    let said = python(&program.replace("PORT", &port), b"");
    let Some(said) = said else { return };
    assert_eq!(said, b"upload successful\n");
    assert!(fs::read(served.path().join("a")).unwrap() == bytes);
    assert!(fs::read(folder.path().join("to")).unwrap() == bytes);
}

#[test]
fn our_client_puts_and_gets_a_large_file_at_a_server_in_python() {
    let served = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = listening(&program(SERVES, served.path())) else {
        return;
    };
    let bytes = noise(size());
    let from = folder.path().join("from");
    fs::write(&from, &bytes).unwrap();
    let connect = || {
        let address = ("127.0.0.1", server.port);
        client::Files::connect(address).unwrap().without_replies()
    };
    let mut client = connect();
    client.put_file("a", &from, &mut |_, _| ()).unwrap();
    client.finish().unwrap();
    assert!(fs::read(served.path().join("a")).unwrap() == bytes);
    let to = folder.path().join("to");
    connect().get_file("a", &to, &mut |_, _| ()).unwrap();
    assert!(fs::read(&to).unwrap() == bytes);
}

#[test]
fn our_client_puts_and_gets_a_large_file_at_our_server() {
    let served = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bytes = noise(size());
    let from = folder.path().join("from");
    fs::write(&from, &bytes).unwrap();
    let serving = files(served.path());
    let address = serving.server.address();
    let mut client = client::Files::connect(address).unwrap();
    client.put_file("a", &from, &mut |_, _| ()).unwrap();
    assert!(fs::read(served.path().join("a")).unwrap() == bytes);
    let to = folder.path().join("to");
    client.get_file("a", &to, &mut |_, _| ()).unwrap();
    assert!(fs::read(&to).unwrap() == bytes);
    drop(client);
    until(|| serving.server.live() == 0);
    assert_eq!(names(served.path()), ["a"]);
}
