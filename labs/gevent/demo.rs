use std::io::{self, Read, Write};
use std::net::TcpStream;

use workbench::coroutine::green;

use super::pages::{Page, Pages};
use crate::labs::Story;

/// Each page is fetched when the one before has come.
pub(super) fn one_by_one(story: &Story) {
    let pages = Pages::new(story);
    for page in pages.list() {
        fetch(story, &page, connect(&page));
    }
    story.right(format!("{:.2} s: the sum", story.elapsed()));
}

/// A task that waits for its page lets the others run: one thread, and the
/// waits are at the same time.
pub(super) fn green(story: &Story) {
    let pages = Pages::new(story);
    let tasks = pages.list().into_iter().map(|page| {
        let (story, name) = (story.clone(), page.name());
        let task = green::spawn(move || {
            fetch(&story, &page, connect(&page));
        });
        task.named(name)
    });
    let tasks: Vec<_> = tasks.collect();
    green::join_all(tasks);
    story.right(format!("{:.2} s: as long as the longest", story.elapsed()));
}

/// The same tasks with a socket of std: it blocks the thread, and with it
/// every task. gevent patches Python's own sockets; nobody patches std's.
pub(super) fn blocking(story: &Story) {
    let pages = Pages::new(story);
    let tasks = pages.list().into_iter().map(|page| {
        let (story, name) = (story.clone(), page.name());
        let task = green::spawn(move || {
            fetch(&story, &page, TcpStream::connect(&page.host));
        });
        task.named(name)
    });
    let tasks: Vec<_> = tasks.collect();
    green::join_all(tasks);
    story.wrong(format!("{:.2} s: the sum again", story.elapsed()));
}

/// A socket that lets other tasks run while it waits.
fn connect(page: &Page) -> io::Result<green::net::TcpStream> {
    let socket = green::net::TcpStream::connect(&page.host)?;
    Ok(socket.named("the network"))
}

/// Fetches a page over any kind of connection and tells what came.
fn fetch<C: Read + Write>(story: &Story, page: &Page, to: io::Result<C>) {
    story.say(format!("GET {page}"));
    match to.and_then(|connection| get(connection, page)) {
        Ok(bytes) => story.say(format!("{bytes} bytes from {page}")),
        Err(why) => story.wrong(format!("{page}: {why}")),
    }
}

/// The size of what the server answers.
fn get(mut connection: impl Read + Write, page: &Page) -> io::Result<usize> {
    let request = format!(
        "GET {} HTTP/1.0\r\nHost: {}\r\nConnection: close\r\n\r\n",
        page.path, page.host
    );
    connection.write_all(request.as_bytes())?;
    connection.flush()?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n");
    let head = head.ok_or(io::ErrorKind::InvalidData)?;
    Ok(answer.len() - head - 4)
}
