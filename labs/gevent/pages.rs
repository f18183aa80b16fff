//! What is fetched: the pages that were asked for, or three from a small
//! server on this machine that takes its time.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::labs::Story;

/// The notes' pages: name, size in bytes, time to the answer in seconds.
const PAGES: [(&str, usize, f64); 3] = [
    ("itk.org", 12_299, 0.6),
    ("github.com", 80_051, 1.0),
    ("zhihu.com", 36_548, 1.5),
];

/// A page and who has it.
#[derive(Clone)]
pub(super) struct Page {
    /// `host:port`.
    pub(super) host: String,
    /// `/index.html`.
    pub(super) path: String,
}

impl Page {
    /// From `http://host[:port][/path]`.
    pub(super) fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("http://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let port = if host.contains(':') { "" } else { ":80" };
        let known = !host.is_empty();
        known.then(|| Self {
            host: format!("{host}{port}"),
            path: format!("/{path}"),
        })
    }

    /// What to call the task that fetches it.
    pub(super) fn name(&self) -> String {
        match self.path.trim_start_matches('/') {
            "" => self.host.clone(),
            path => path.to_owned(),
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.host, self.path)
    }
}

/// The pages of a run. The server, if there is one, ends with this.
pub(super) struct Pages {
    asked: Vec<Page>,
    server: Option<Server>,
}

impl Pages {
    pub(super) fn new(story: &Story) -> Self {
        let asked: Vec<_> =
            story.words.iter().filter_map(|url| Page::parse(url)).collect();
        let server = asked.is_empty().then(|| Server::start(story).unwrap());
        Self { asked, server }
    }

    pub(super) fn list(&self) -> Vec<Page> {
        let Some(server) = &self.server else { return self.asked.clone() };
        let host = server.address.to_string();
        PAGES
            .iter()
            .map(|(name, ..)| Page {
                host: host.clone(),
                path: format!("/{name}"),
            })
            .collect()
    }
}

/// Answers every request after the page's time. It stands for the network,
/// so it is made of std's own parts, which no trace shows.
struct Server {
    address: SocketAddr,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    fn start(story: &Story) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let story = story.clone();
        let serve = move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let story = story.clone();
                match read_path(&stream) {
                    Some(path) => {
                        thread::spawn(move || answer(&stream, &path, &story))
                    }
                    None => return, // the one that `drop` opens
                };
            }
        };
        Ok(Self { address, thread: Some(thread::spawn(serve)) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(last) = TcpStream::connect(self.address) {
            let _ = last.shutdown(Shutdown::Both);
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The path of the request that comes in, if one comes.
fn read_path(mut stream: &TcpStream) -> Option<String> {
    let mut request = [0; 1024];
    let length = stream.read(&mut request).ok()?;
    let request = str::from_utf8(&request[..length]).ok()?;
    request.strip_prefix("GET /")?.split(' ').next().map(str::to_owned)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the network is no part of the run that is recorded"
)]
fn answer(mut stream: &TcpStream, path: &str, story: &Story) {
    let known = PAGES.iter().find(|(name, ..)| *name == path);
    let (size, time) = known.map_or((0, 0.0), |(_, size, time)| (*size, *time));
    thread::sleep(story.scaled(Duration::from_secs_f64(time)));
    let head = format!("HTTP/1.0 200 OK\r\nContent-Length: {size}\r\n\r\n");
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&vec![b'x'; size]);
}
