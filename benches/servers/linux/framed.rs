//! Small framed requests, one after the other, on one connection.

use std::io::{self, BufReader, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use workbench::net::frame::{read_header, write_frame};

use super::Bench;
use super::cores::{self, Core};
use super::processes::{Contender, Server};
use super::rivals;
use super::table::{Table, range};

#[derive(Serialize, Deserialize)]
pub(crate) struct Request {
    cmd: String,
    data_size: u64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) data_size: u64,
}

/// As large as such a request, and long enough for a mean.
const FLOOR_SIZE: usize = 32;
const FLOOR_TIME: Duration = Duration::from_millis(50);

/// The body of every answer.
pub(crate) const BODY: &[u8] = b"200 OK";

pub(crate) fn play(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let contender = Contender::rival("frames")?;
    let count = bench.scale.count(20_000);
    let (mut medians, mut tails, mut longest) = (vec![], vec![], vec![]);
    let mut floors = Vec::new();
    for _ in 0..bench.scale.rounds {
        let floor = || rivals::floor(1, FLOOR_SIZE, FLOOR_TIME);
        floors.push(1e6 / cores::on(Core::First, floor)?);
        let server = contender.start(Core::First)?;
        let took = cores::on(Core::First, || ask(&server, count))?;
        let at = |part: usize| took[(took.len() - 1) * part / 1000];
        medians.push(at(500));
        tails.push(at(990));
        longest.push(at(1000));
    }
    table.head(
        "framed",
        "        p50 µs  min - max          p99 µs, of one core",
    );
    // No process waits for another, and nobody looks into the bytes.
    table.line("loopback, one thread", &format!("  {}", range(floors, 1)));
    let (p50, p99) = (range(medians.clone(), 1), range(tails, 1));
    table.line("ours, both ends", &format!("  {p50}{p99}"));
    table.at_most("a framed request, p50", (10.0, " µs"), medians);
    let most = longest.iter().copied().fold(0.0, f64::max);
    table.at_most("the longest of all", (40_000.0, " µs"), vec![most]);
    Ok(())
}

/// Microseconds of each request, the shortest first.
fn ask(server: &Server, count: u64) -> io::Result<Vec<f64>> {
    let mut stream = TcpStream::connect(&server.address)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut body = [0; BODY.len()];
    let mut took = Vec::new();
    for _ in 0..count {
        let begun = Instant::now();
        let request = Request { cmd: "date".to_owned(), data_size: 0 };
        write_frame(&mut stream, &request, b"")?;
        let answer: Option<Answer> = read_header(&mut reader)?;
        if answer.is_none_or(|it| it.data_size != BODY.len() as u64) {
            return Err(io::Error::other("the answer is another"));
        }
        reader.read_exact(&mut body)?;
        took.push(begun.elapsed().as_nanos() as f64 / 1e3);
    }
    took.sort_by(f64::total_cmp);
    Ok(took)
}
