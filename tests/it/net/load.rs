//! Loads, and what they find out about servers that are good and bad.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use workbench::explore::Explorer;
use workbench::net::load::{Load, Usage};

use crate::stress::must_end;

/// A server that does this with everybody who comes, at the same time.
fn server(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> SocketAddr {
    each(move |stream| {
        let serve = serve.clone();
        thread::spawn(move || serve(stream));
    })
}

/// A server that does this with one after the other.
fn each(serve: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(serve));
    address
}

/// Answers with what `change` makes of upper case; it is also told how many
/// bytes have come before.
fn answer(mut stream: TcpStream, mut change: impl FnMut(u64, &mut Vec<u8>)) {
    stream.set_nodelay(true).unwrap();
    let mut room = [0; 4096];
    let mut before = 0;
    while let Ok(count @ 1..) = stream.read(&mut room) {
        let mut answer = room[..count].to_ascii_uppercase();
        change(before, &mut answer);
        if stream.write_all(&answer).is_err() {
            return;
        }
        before += count as u64;
    }
}

fn echo(stream: TcpStream) {
    answer(stream, |_, _| {});
}

#[test]
fn every_request_is_made_and_answered_whatever_the_shape() {
    must_end(|| {
        let address = server(echo);
        for (connections, pipeline, size, threads) in [
            (1, 1, 1, 1),
            (3, 1, 64, 1),
            (10, 7, 100, 2),
            (2, 3, 300_000, 1),
            (4, 1, 5, 9),
        ] {
            let load = Load::new(address)
                .connections(connections)
                .pipeline(pipeline)
                .size(size)
                .threads(threads)
                .requests(101);
            for load in [load.clone().idle(5), load.rate(100_000.0)] {
                let report = load.run().unwrap();
                assert!(report.is_good(), "{load:?}: {report:?}");
                let counts =
                    [report.answered, report.in_time, report.latencies.len()];
                assert_eq!(counts, [101; 3], "{load:?}");
                assert!(!report.lasted.is_zero() && !report.cpu.is_zero());
            }
        }
    });
}

/// Red if a connection that has asked enough stays open.
#[test]
fn server_that_takes_one_after_the_other_answers_all_in_the_end() {
    must_end(|| {
        let load = Load::new(each(echo)).connections(10).requests(100);
        let report = load.run().unwrap();
        assert!(report.is_good() && report.answered == 100, "{report:?}");
    });
}

#[test]
fn answers_that_are_wrong_are_found() {
    type Change = fn(u64, &mut Vec<u8>);
    let ways: [(&str, Change); 5] = [
        ("not in upper case", |_, it| it.make_ascii_lowercase()),
        ("a letter is another", |_, it| it[0] = b'?'),
        ("a letter is missing", |before, it| {
            if before == 0 {
                it.remove(0);
            }
        }),
        ("a letter too many", |_, it| it.push(b'A')),
        ("two in the wrong order", |_, it| {
            // Those at the beginning are not the same.
            if let [one, other, ..] = &mut it[..] {
                std::mem::swap(one, other);
            }
        }),
    ];
    for (what, change) in ways {
        must_end(move || {
            let address = server(move |stream| answer(stream, change));
            let load = Load::new(address).connections(3).requests(300);
            let report = load.pipeline(2).run().unwrap();
            assert_eq!((report.wrong, report.lost), (3, 0), "{what}");
            assert!(!report.is_good(), "{what}");
        });
    }
}

/// Red if all connections say the same, or one says always the same.
#[test]
fn answer_for_another_connection_or_an_older_request_is_found() {
    must_end(|| {
        let one = server(|mut stream| {
            let mut first = [0; 64];
            stream.read_exact(&mut first).unwrap();
            first.make_ascii_uppercase();
            while stream.write_all(&first).is_ok() {
                if stream.read_exact(&mut [0; 64]).is_err() {
                    return;
                }
            }
        });
        let report = Load::new(one).requests(3).run().unwrap();
        assert_eq!((report.answered, report.wrong), (1, 1));

        let others = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = others.local_addr().unwrap();
        let swaps = thread::spawn(move || {
            let mut both = [(); 2].map(|()| others.accept().unwrap().0);
            let heard = [0, 1].map(|number| {
                let mut words = [0; 64];
                both[number].read_exact(&mut words).unwrap();
                words.to_ascii_uppercase()
            });
            both[0].write_all(&heard[1]).unwrap();
            both[1].write_all(&heard[0]).unwrap();
            both // stay open
        });
        let load = Load::new(address).connections(2).requests(2);
        assert_eq!(load.run().unwrap().wrong, 2);
        swaps.join().unwrap();
    });
}

#[test]
fn server_that_dies_in_the_middle_is_told() {
    must_end(|| {
        let address = server(|stream| {
            let hangs_up = stream.try_clone().unwrap();
            answer(stream, move |before, _| {
                if before >= 64 * 10 {
                    let _ = hangs_up.shutdown(std::net::Shutdown::Both);
                }
            });
        });
        let load = Load::new(address).connections(4).requests(1000);
        let report = load.run().unwrap();
        assert_eq!((report.lost, report.answered), (4, 40), "{report:?}");
        assert_eq!(report.unanswered, 4);
        assert!(report.why.is_some() && !report.is_good());
    });
}

#[test]
fn idle_connection_that_is_hung_up_on_is_told() {
    must_end(|| {
        let come = AtomicU64::new(0);
        let address = each(move |stream| {
            // The idle ones come first.
            if come.fetch_add(1, Ordering::Relaxed) >= 2 {
                echo(stream);
            }
        });
        let report = Load::new(address).idle(2).requests(1).run().unwrap();
        assert_eq!((report.answered, report.lost), (1, 2));
    });
}

#[test]
fn silence_is_told_with_how_long_it_was() {
    must_end(|| {
        let address =
            server(
                |mut stream| {
                    while let Ok(1..) = stream.read(&mut [0; 4096]) {}
                },
            );
        let time = Duration::from_millis(20);
        let load = Load::new(address).connections(3).pipeline(2);
        let report = load.lasting(time).run().unwrap();
        assert_eq!((report.answered, report.unanswered), (0, 6));
        assert!(report.latencies.is_empty());
        assert!(report.waited > time, "{report:?}");
    });
}

/// A server that is silent once, for this long, in the middle.
const SILENCE: Duration = Duration::from_millis(200);

fn silent_once() -> SocketAddr {
    server(|stream| {
        let mut was_silent = false;
        answer(stream, move |before, _| {
            if before > 64 * 100 && !was_silent {
                was_silent = true;
                // What it costs others is what is looked at.
                workbench::thread::sleep(SILENCE);
            }
        });
    })
}

/// A thousand a second are due, so that two hundred fall into the silence.
/// Red if a latency counts from when its request was sent.
#[test]
fn silence_shows_in_all_requests_that_were_due_meanwhile() {
    must_end(|| {
        let load = Load::new(silent_once()).rate(1000.0).requests(1000);
        let report = load.run().unwrap();
        assert!(report.is_good(), "{report:?}");
        let [p90, p999] = [0.9, 0.999].map(|it| report.latencies.at(it));
        assert!(p90 > SILENCE / 10 && p999 > SILENCE / 2, "{report:?}");
    });
}

/// What coordinated omission is: the same silence, and nobody who has waited.
#[test]
fn closed_loop_hides_what_would_have_come_meanwhile() {
    must_end(|| {
        let report = Load::new(silent_once()).requests(10_000).run().unwrap();
        assert!(report.latencies.max() >= SILENCE);
        assert!(report.latencies.at(0.99) < SILENCE / 2, "{report:?}");
    });
}

#[test]
fn as_many_are_made_as_are_due() {
    must_end(|| {
        let load = Load::new(server(echo)).connections(3).threads(2);
        let time = Duration::from_millis(100);
        let report = load.rate(5000.0).lasting(time).run().unwrap();
        // Both at the first moment and at the last one.
        assert!((500..=501).contains(&report.answered), "{report:?}");
    });
}

#[test]
fn load_that_is_stopped_reports_what_it_has_measured() {
    must_end(|| {
        let address = server(echo);
        let mut load = Load::new(address).connections(2).threads(2);
        load = load.lasting(Duration::from_secs(3600));
        let stopper = load.stopper().unwrap();
        let loading = thread::spawn(move || load.run().unwrap());
        workbench::thread::sleep(Duration::from_millis(20));
        stopper.stop();
        let report = loading.join().unwrap();
        assert!(report.is_good() && report.answered > 0, "{report:?}");
    });
}

#[test]
fn load_without_a_server_or_its_process_is_refused() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let why = Load::new(free).run().unwrap_err();
    assert_eq!(why.kind(), std::io::ErrorKind::ConnectionRefused);

    let nobody = i32::MAX as u32;
    let why = Load::new(server(echo)).pid(nobody).run().unwrap_err();
    assert!(why.to_string().starts_with("process 2147483647: "), "{why}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_server_uses_is_reported() {
    must_end(|| {
        let pid = std::process::id();
        let load = Load::new(server(echo)).pid(pid).requests(1000);
        let report = load.run().unwrap();
        let used = report.server.unwrap();
        assert!(used.cpu >= report.cpu, "both are of this process");
        assert!(used.cpu < Usage::of(pid).unwrap().cpu, "and only meanwhile");
        assert!(used.memory > 100_000 && used.threads > 1, "{used:?}");
    });
}

#[test]
fn load_cannot_be_explored() {
    let report = Explorer::new().run(|| {
        let address = SocketAddr::from(([127, 0, 0, 1], 1));
        drop(Load::new(address).run());
    });
    let message = report.failure().unwrap().message();
    assert!(message.contains("sockets are real only"), "{message}");
}
