//! A large file from one core to the other: our put, Python's line loop, and
//! iperf3, which sends no file at all.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde::Deserialize;
use tempfile::TempDir;

use super::Bench;
use super::cores::{self, Core};
use super::processes::{Contender, WORKBENCH, command};
use super::table::{Table, range};

/// Mebibytes, where it is to be reported: Python gets an eighth of it.
const MEBIBYTES: u64 = 1024;

/// Memory that is a folder; no disk is measured.
const SHM: &str = "/dev/shm";

/// What is sent, and where it arrives.
struct Folder {
    folder: TempDir,
    bytes: u64,
}

pub(crate) fn play(bench: &Bench, table: &mut Table) -> io::Result<()> {
    let rounds = bench.scale.rounds.div_ceil(3);
    let folder = Folder::new(bench.scale.count(MEBIBYTES) << 20)?;
    let mut rates: [Vec<f64>; 4] = Default::default();
    for _ in 0..rounds {
        rates[0].push(folder.put(&[])?);
        rates[1].push(folder.put(&["--no-reply"])?);
        rates[2].extend(folder.line_loop(bench)?);
        rates[3].extend(iperf3()?);
    }
    table.head("a file", "        GB/s  min - max");
    let names =
        ["put, checked (sha256)", "put, as in the notes", "py lines", "iperf3"];
    for (name, rates) in names.iter().zip(&rates) {
        if !rates.is_empty() {
            table.line(name, &format!("  {}", range(rates.clone(), 2)));
        }
    }
    let [checked, plain, lines, iperf3] = rates;
    let lacks_python = (&*lines, "py lines", 15.0, "there is no Python 3");
    let hint = "there is none (apt-get install iperf3)";
    let lacks_iperf3 = (&*iperf3, "iperf3", 0.35, hint);
    for (rival, name, least, why) in [lacks_iperf3, lacks_python] {
        for (ours, put) in [(&checked, names[0]), (&plain, names[1])] {
            let what = format!("{put}, of {name}");
            if rival.is_empty() {
                table.skip(&what, why);
                continue;
            }
            let pairs = ours.iter().zip(rival);
            let ratios = pairs.map(|(ours, rival)| ours / rival).collect();
            table.at_least(&what, ratios, least);
        }
    }
    Ok(())
}

impl Folder {
    /// With a file of that many bytes, whose lines are as long as chance has
    /// it.
    fn new(bytes: u64) -> io::Result<Self> {
        let shm = Path::new(SHM);
        let folder = match shm.is_dir() {
            true => tempfile::tempdir_in(shm)?,
            false => tempfile::tempdir()?,
        };
        let folder = Self { folder, bytes };
        fs::create_dir(folder.path("served"))?;
        let mut piece = vec![0; 1 << 20];
        File::open("/dev/urandom")?.read_exact(&mut piece)?;
        for (name, bytes) in [("file", bytes), ("eighth", bytes / 8)] {
            let mut file = File::create(folder.path(name))?;
            for _ in 0..bytes >> 20 {
                file.write_all(&piece)?;
            }
        }
        Ok(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// Gigabytes a second of `workbench client file`, from its start to its
    /// end.
    fn put(&self, options: &[&str]) -> io::Result<f64> {
        let root = self.name("served");
        let words = [WORKBENCH, "server", "file", "--root", &root];
        let server = Contender::new("file", words).start(Core::First)?;
        let first = [WORKBENCH, "client", "file"];
        let (from, address) = (self.name("file"), &*server.address);
        let words = [&first, options, &[address, "put", &from]].concat();
        let begun = Instant::now();
        let put = cores::on(Core::Second, || command(&words).output())?;
        let took = begun.elapsed().as_secs_f64();
        let arrived = self.path("served").join("file");
        let length = fs::metadata(&arrived).map_or(0, |it| it.len());
        if !put.status.success() || length != self.bytes {
            return Err(io::Error::other("the file has not arrived"));
        }
        fs::remove_file(arrived)?;
        Ok(self.bytes as f64 / 1e9 / took)
    }

    /// The same of a loop over a file's lines; nothing without Python.
    fn line_loop(&self, bench: &Bench) -> io::Result<Option<f64>> {
        let python = &bench.python;
        let Some(sink) = python.command(&["sink", &self.name("copy")]) else {
            return Ok(None);
        };
        let sink = Contender::new("sink", sink).start(Core::First)?;
        let port = sink.address.rsplit(':').next().unwrap_or_default();
        let from = self.name("eighth");
        let words = python.command(&["lines", port, &from]);
        let words = words.unwrap_or_default();
        let sent = cores::on(Core::Second, || command(&words).output())?;
        let took = String::from_utf8_lossy(&sent.stdout);
        let took: f64 = took.trim().parse().map_err(io::Error::other)?;
        Ok(Some((self.bytes / 8) as f64 / 1e9 / took))
    }
}

/// What `iperf3 -J` says, of which this is a part.
#[derive(Deserialize)]
struct Iperf3 {
    end: End,
}

#[derive(Deserialize)]
struct End {
    sum_received: Sum,
}

#[derive(Deserialize)]
struct Sum {
    bits_per_second: f64,
}

/// Gigabytes a second for a second; nothing without it.
fn iperf3() -> io::Result<Option<f64>> {
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let port = free.to_string();
    let server = ["iperf3", "-s", "-1", "--forceflush", "-p", &port];
    let Ok(mut server) = cores::on(Core::First, || command(&server).spawn())
    else {
        return Ok(None);
    };
    let out = server.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(out).lines();
    while !lines.next().transpose()?.unwrap_or_default().contains(&port) {}
    let mut client = Command::new("iperf3");
    client.args(["-c", "127.0.0.1", "-t", "1", "-J", "-p", &port]);
    let told = cores::on(Core::Second, || client.output())?;
    let told: Iperf3 = serde_json::from_slice(&told.stdout)?;
    let _ = server.kill();
    server.wait()?;
    Ok(Some(told.end.sum_received.bits_per_second / 8e9))
}
