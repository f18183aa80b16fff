use std::sync::Arc;
use workbench::explore::*;
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::*;
use workbench::thread;

fn show(what: &str, f: impl Fn() + Send + Sync + Clone + 'static) {
    for s in [Strategy::Dpor, Strategy::Dfs, Strategy::BestFirst] {
        let r =
            Explorer::new().strategy(s).max_executions(100_000).run(f.clone());
        println!(
            "{what} {s:?}: {:?} {} reached {:?} fair {}",
            r.verdict(),
            r.executions(),
            r.reached(),
            r.scope().fair
        );
        if r.failure().is_some() {
            println!("{}", r.render());
        }
    }
}

fn readers(writer: bool, barrier: bool) {
    let paper = Arc::new(RwLock::new(1).named("paper"));
    let inside = Arc::new(AtomicUsize::new(0).named("inside"));
    let start = Arc::new(Barrier::new(2));
    let mut ts: Vec<_> = (0..2)
        .map(|_| {
            let (paper, inside, start) =
                (paper.clone(), inside.clone(), start.clone());
            thread::spawn(move || {
                if barrier {
                    start.wait().unwrap();
                }
                let _r = paper.read();
                if inside.fetch_add(1, SeqCst) == 1 {
                    reach("two");
                }
                inside.fetch_sub(1, SeqCst);
            })
        })
        .collect();
    if writer {
        let paper = paper.clone();
        ts.push(thread::spawn(move || {
            *paper.write() += 1;
        }));
    }
    ts.into_iter().for_each(|t| t.join().unwrap());
}

fn plain() {
    let inside = Arc::new(AtomicUsize::new(0).named("inside"));
    let ts: Vec<_> = (0..2)
        .map(|_| {
            let inside = inside.clone();
            thread::spawn(move || {
                if inside.fetch_add(1, SeqCst) == 1 {
                    reach("two");
                }
                inside.fetch_sub(1, SeqCst);
            })
        })
        .collect();
    ts.into_iter().for_each(|t| t.join().unwrap());
}

fn again(rounds: usize) {
    let lock = Arc::new(Mutex::new(()).named("lock"));
    let flag = Arc::new(AtomicUsize::new(0).named("flag"));
    let t = thread::spawn({
        let (lock, flag) = (lock.clone(), flag.clone());
        move || {
            for _ in 0..rounds {
                drop(lock.lock());
            }
            flag.store(1, SeqCst);
        }
    });
    if flag.load(SeqCst) == 1 {
        reach("late");
    }
    t.join().unwrap();
}

fn hungry() {
    let (a, b) = (
        Arc::new(Mutex::new(()).named("a")),
        Arc::new(Mutex::new(()).named("b")),
    );
    let stop = Arc::new(Event::new().named("stop"));
    let t = thread::spawn({
        let (a, b, stop) = (a.clone(), b.clone(), stop.clone());
        move || {
            loop {
                let both = (a.try_lock(), b.try_lock());
                if stop.is_set() {
                    return;
                }
                drop(both);
                thread::yield_now();
            }
        }
    });
    let held = a.lock();
    stop.set();
    drop(held);
    t.join().unwrap();
}

fn main() {
    show("plain", plain);
    show("readers", || readers(false, false));
    show("readers+writer", || readers(true, false));
    show("readers+barrier", || readers(false, true));
    show("readers+both", || readers(true, true));
    for n in 1..6 {
        show(&format!("again {n}"), move || again(n));
    }
    show("hungry", hungry);
}
