//! The ways to wait, measured.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode};
use rayon::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use workbench::coroutine::green;
use workbench::net::selector::{Events, Interest, Selector};
use workbench::process;
use workbench::queue::Queue;
use workbench::thread;

use crate::server::{self, SERVER};

/// How many replies are waited for.
const WAITS: [usize; 4] = [1, 10, 100, 1_000];

/// Threads of the pool.
const POOL: usize = 16;

/// What is sent, and comes back.
const BYTE: [u8; 1] = [7];

/// Waits for so many replies.
type Wait = Box<dyn Fn(usize)>;

/// A way to wait: its name, for how many at most, and how.
struct Way {
    name: &'static str,
    most: usize,
    wait: Wait,
}

impl Way {
    fn new(name: &'static str, wait: impl Fn(usize) + 'static) -> Self {
        Self { name, most: usize::MAX, wait: Box::new(wait) }
    }

    /// For so many at most: more would take seconds.
    fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }
}

/// Sends a byte and waits until it comes back.
fn exchange<C: Read + Write>(connection: io::Result<C>) {
    let mut connection = connection.unwrap();
    connection.write_all(&BYTE).unwrap();
    let mut reply = [0];
    connection.read_exact(&mut reply).unwrap();
    assert_eq!(reply, BYTE);
}

fn ways(server: SocketAddr) -> Vec<Way> {
    let ask = move || exchange(TcpStream::connect(server));
    vec![
        Way::new("serial", move |count| (0..count).for_each(|_| ask()))
            .at_most(100),
        Way::new("threads", move |count| threads(count, ask)),
        pool(ask),
        // As many workers as cores, for which waiting is work.
        Way::new("rayon", move |count| {
            (0..count).into_par_iter().for_each(|_| ask());
        })
        .at_most(100),
        Way::new("green tasks", move |count| green_tasks(count, server)),
        Way::new("epoll", move |count| one_selector(count, server).unwrap()),
        tokio(server),
    ]
}

/// A thread for each.
fn threads(count: usize, ask: impl Fn() + Copy + Send) {
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(ask);
        }
    });
}

/// A few threads that were started before.
fn pool(ask: impl Fn() + Copy + Send + 'static) -> Way {
    let orders = Arc::new(Queue::unbounded());
    for _ in 0..POOL {
        let orders = orders.clone();
        let work = move || {
            while let Ok(()) = orders.get() {
                ask();
                orders.task_done().unwrap();
            }
        };
        thread::Builder::new().daemon(true).spawn(work).unwrap();
    }
    Way::new("pool of 16", move |count| {
        (0..count).for_each(|_| orders.put(()).unwrap());
        orders.join();
    })
}

fn green_tasks(count: usize, server: SocketAddr) {
    let ask = move || exchange(green::net::TcpStream::connect(server));
    let tasks: Vec<_> = (0..count).map(|_| green::spawn(ask)).collect();
    green::join_all(tasks).into_iter().for_each(|it| it.unwrap());
}

/// One thread that asks them all, and then waits for whoever is first.
fn one_selector(count: usize, server: SocketAddr) -> io::Result<()> {
    let mut selector = Selector::new()?;
    for _ in 0..count {
        let mut connection = TcpStream::connect(server)?;
        connection.write_all(&BYTE)?;
        let registered = selector.register(connection, Interest::Read, ());
        registered.map_err(|it| it.error)?;
    }
    let mut events = Events::new();
    let mut left = count;
    while left > 0 {
        selector.select(&mut events, None)?;
        for event in &events {
            let Some((mut connection, ())) = selector.unregister(event.token())
            else {
                continue;
            };
            let mut reply = [0];
            connection.read_exact(&mut reply)?;
            assert_eq!(reply, BYTE);
            left -= 1;
        }
    }
    Ok(())
}

/// The comparator.
fn tokio(server: SocketAddr) -> Way {
    let runtime = Runtime::new().unwrap();
    Way::new("tokio", move |count| {
        runtime.block_on(async {
            let asked: Vec<_> =
                (0..count).map(|_| tokio::spawn(ask(server))).collect();
            for it in asked {
                it.await.unwrap();
            }
        });
    })
}

async fn ask(server: SocketAddr) {
    let connection = tokio::net::TcpStream::connect(server).await;
    let mut connection = connection.unwrap();
    connection.write_all(&BYTE).await.unwrap();
    let mut reply = [0];
    connection.read_exact(&mut reply).await.unwrap();
    assert_eq!(reply, BYTE);
}

pub(crate) fn main() -> ExitCode {
    if let Some(code) = process::enter(&[&SERVER]) {
        return code.into();
    }
    if std::env::args().any(|it| it == "--serve") {
        server::alone().unwrap();
        return ExitCode::SUCCESS;
    }
    let server = server::start().unwrap();
    let ways = ways(server.address);
    let mut criterion = Criterion::default()
        .nresamples(2_000)
        .noise_threshold(0.10)
        .configure_from_args();
    for count in WAITS {
        let mut group = criterion.benchmark_group("io");
        group
            .sampling_mode(SamplingMode::Flat)
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_millis(500));
        for way in ways.iter().filter(|it| count <= it.most) {
            let id = BenchmarkId::new(way.name, count);
            group.bench_function(id, |it| it.iter(|| (way.wait)(count)));
        }
        group.finish();
    }
    criterion.final_summary();
    ExitCode::SUCCESS
}
