use std::fs;
use std::io::{self, Cursor, Read, Seek};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;

use serde_json::json;
use tempfile::TempDir;
use workbench::net::TcpStream;
use workbench::net::client;
use workbench::net::frame::write_frame;
use workbench::net::protocol::Files;
use workbench::net::server::{Mode, Server, Tcp};
use workbench::thread;

use super::notes::InPlace;
use crate::labs::served::beside;
use crate::labs::{Story, named};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// A film goes there and comes back. Both sides compute a checksum of it on
/// the way; the server answers when it is safe on disk.
pub(super) fn put_get(story: &Story) {
    let size = (story.scaled_work(64) as usize).max(2);
    let film = bytes(story, size * MIB);
    let folder = folder();
    beside(serve(&folder), |address| {
        let mut client = client::Files::connect(address).unwrap();
        let bar = story.progress(2 * film.len() as u64, "bytes");
        let mut before = 0;
        let mut progress = |now, _| {
            // A get begins at the beginning again.
            bar.inc(u64::checked_sub(now, before).unwrap_or(now));
            before = now;
        };
        put(&mut client, "film", &film, &mut progress).unwrap();
        story.say(format!("put: {size} MiB are on the server's disk"));
        let back = get(&mut client, "film", &mut progress).unwrap();
        match back == film {
            true => story.right("get: the same bytes came back"),
            false => story.wrong("get: other bytes came back"),
        }
    });
}

/// A folder that is gone when this is.
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn serve(folder: &TempDir) -> Server<Tcp, Files> {
    let files = Files::new(folder.path()).unwrap();
    Server::tcp("127.0.0.1:0", files).unwrap()
}

fn bytes(story: &Story, size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    story.dice(0).fill(&mut bytes);
    bytes
}

fn put(
    client: &mut client::Files,
    name: &str,
    bytes: &[u8],
    progress: client::Progress<'_>,
) -> io::Result<()> {
    let size = bytes.len() as u64;
    client.put(name, &mut Cursor::new(bytes), size, progress)
}

fn get(
    client: &mut client::Files,
    name: &str,
    progress: client::Progress<'_>,
) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    client.get(name, &mut io::empty(), 0, &mut bytes, progress)?;
    Ok(bytes)
}

/// For those who do not want to know.
fn silent(_: u64, _: u64) {}

/// Ben has to send a few bytes, and waits until Anna's film is there.
pub(super) fn one_at_a_time(story: &Story) {
    let first = film_and_note(story, Mode::iterative());
    match first {
        "anna" => story.right("the film was there first; the note waited"),
        _ => story.wrong("the note was there first"),
    }
}

/// The note need not wait.
pub(super) fn threads(story: &Story) {
    let first = film_and_note(story, Mode::threads());
    match first {
        "ben" => story.right("the note was there first"),
        _ => story.wrong("the film was there first"),
    }
}

/// Anna puts a film, over a slow line; Ben puts a note, a little later. Who
/// is done first.
fn film_and_note(story: &Story, mode: Mode) -> &'static str {
    let (folder, done) = (folder(), Mutex::new(Vec::new()));
    let (film, note) = (bytes(story, MIB), bytes(story, KIB));
    let send = |who: &'static str, file: &mut SlowFile<'_>, address| {
        let mut client = client::Files::connect(address).unwrap();
        let size = file.bytes.get_ref().len() as u64;
        client.put(who, file, size, &mut silent).unwrap();
        story.say(format!("{} KiB are there", size >> 10));
        done.lock().unwrap().push(who);
    };
    beside(serve(&folder).mode(mode), |address: SocketAddr| {
        thread::scope(|scope| {
            let mut film = SlowFile { bytes: Cursor::new(&film), story };
            let mut note = SlowFile { bytes: Cursor::new(&note), story };
            let anna = move || send("anna", &mut film, address);
            named("anna").spawn_scoped(scope, anna).unwrap();
            story.linger(0.2);
            let ben = move || send("ben", &mut note, address);
            named("ben").spawn_scoped(scope, ben).unwrap();
        });
    });
    done.into_inner().unwrap()[0]
}

/// A file that takes its time to be read: 0.2 s for each piece.
struct SlowFile<'a> {
    bytes: Cursor<&'a Vec<u8>>,
    story: &'a Story,
}

impl Read for SlowFile<'_> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.story.linger(0.2);
        self.bytes.read(piece)
    }
}

impl Seek for SlowFile<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A name is looked up from the served folder by the system itself, and every
/// step that would leave it fails: `openat2`. To look at the text is not
/// enough: a link has a good name.
pub(super) fn escape(story: &Story) {
    let folder = folder();
    #[expect(clippy::join_absolute_paths, reason = "what that makes is shown")]
    let joined = folder.path().join("/etc/passwd");
    story.say(format!("/etc/passwd, joined to it: {}", joined.display()));
    std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
    beside(serve(&folder), |address| {
        let mut client = client::Files::connect(address).unwrap();
        for name in ["/etc/passwd", "../../etc/passwd", "link/passwd"] {
            match get(&mut client, name, &mut silent) {
                Err(why) => story.right(format!("get: {why}")),
                Ok(_) => story.wrong(format!("get {name}: is sent")),
            }
        }
        match put(&mut client, "../note", b"hello", &mut silent) {
            Err(why) => story.right(format!("put: {why}")),
            Ok(()) => story.wrong("put ../note: is written"),
        }
    });
}

/// The file is there as soon as its first byte is, and half of it stays.
pub(super) fn half(story: &Story) {
    let folder = folder();
    let server = InPlace(folder.path().to_owned());
    let server = Server::tcp("127.0.0.1:0", server).unwrap();
    beside(server, |address| put_half(story, address));
    match seen(folder.path()).as_slice() {
        [] => story.right("the folder is empty"),
        all => story.wrong(format!("in the folder: {}", all.join(", "))),
    }
}

/// The file has no name until it is whole: then it is there at once.
pub(super) fn cut(story: &Story) {
    let folder = folder();
    beside(serve(&folder), |address| put_half(story, address));
    match seen(folder.path()).as_slice() {
        [] => story.right("the folder is empty, as it was before"),
        all => story.wrong(format!("in the folder: {}", all.join(", "))),
    }
}

/// A caller as in the notes, who hangs up half-way.
fn put_half(story: &Story, address: SocketAddr) {
    let film = bytes(story, MIB);
    let header =
        json!({ "cmd": "put", "filename": "film", "filesize": film.len() });
    let mut phone = TcpStream::connect(address).unwrap().named("phone");
    write_frame(&mut phone, &header, &film[..MIB / 2]).unwrap();
    story.say("sends 512 of 1024 KiB, and hangs up");
    phone.shutdown(std::net::Shutdown::Write).unwrap();
    // The server has done what it will when it hangs up too.
    let _ = phone.read(&mut [0]);
}

/// Every file of a folder, and its size.
fn seen(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| {
        let file = file.unwrap();
        let (name, size) = (file.file_name(), file.metadata().unwrap().len());
        format!("{}, {} KiB", name.display(), size >> 10)
    });
    files.collect()
}

/// What had come is kept aside. Whoever comes again asks how much it is,
/// compares checksums, and sends the rest.
pub(super) fn resume(story: &Story) {
    let (folder, film) = (folder(), bytes(story, 2 * MIB));
    beside(serve(&folder), |address| {
        let mut client = client::Files::connect(address).unwrap();
        let mut half = Cursor::new(&film[..MIB]);
        let size = film.len() as u64;
        let broken = client.put("film", &mut half, size, &mut silent);
        drop(client); // hangs up
        assert!(broken.is_err(), "half of it is not the whole");
        story.say("sends 1024 of 2048 KiB, and hangs up");
        let mut sent = Vec::new();
        let mut client = client::Files::connect(address).unwrap();
        let mut progress = |now, _| sent.push(now);
        put(&mut client, "film", &film, &mut progress).unwrap();
        // It is told behind each piece, and all are of one size.
        let begin = sent[0] - (sent[1] - sent[0]);
        story.say(format!("calls again, and goes on at {} KiB", begin >> 10));
        let back = get(&mut client, "film", &mut silent).unwrap();
        match back == film && begin == MIB as u64 {
            true => {
                story.right("nothing was sent twice, and the film is whole")
            }
            false => story.wrong("it is another film"),
        }
    });
}
