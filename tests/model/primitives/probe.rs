use super::{Arc, Explorer, Strategy, TIME, gather};
use std::collections::BTreeSet;
use workbench::queue::{self, Shutdown};
use workbench::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use workbench::sync::*;
use workbench::thread;

struct World {
    x: AtomicUsize,
    y: AtomicUsize,
    m: Mutex<()>,
    l: RwLock<()>,
    e: Event,
    s: Semaphore,
    lk: Lock,
    r: ReentrantMutex<()>,
    b: Barrier,
    q: queue::Queue<usize>,
    t: queue::textbook::Queue<usize>,
    c: Condvar,
}
#[derive(Clone, Debug)]
enum Op {
    X(u8),
    Y(u8),
    In(u8, Box<Op>),
    Do(u8),
    Seq(Vec<Op>),
}

fn rnd(s: &mut u64) -> u64 {
    *s = s.wrapping_add(0x9E3779B97F4A7C15);
    let mut z = *s;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
    z ^ (z >> 31)
}

fn op(s: &mut u64, depth: u32, family: &[u8]) -> Op {
    match rnd(s) % 6 {
        0 => Op::X((rnd(s) % 3) as u8),
        1 => Op::Y((rnd(s) % 3) as u8),
        _ => {
            let k = family[(rnd(s) % family.len() as u64) as usize];
            if k < 50 && depth > 0 {
                let n = 1 + rnd(s) % 2;
                let inner =
                    Op::Seq((0..n).map(|_| op(s, depth - 1, family)).collect());
                Op::In(k, Box::new(inner))
            } else if k < 50 {
                Op::In(k, Box::new(Op::Seq(vec![])))
            } else {
                Op::Do(k)
            }
        }
    }
}
fn run(w: &World, o: &Op, log: &mut Vec<u8>) {
    match o {
        Op::X(k) => at(&w.x, *k, log),
        Op::Y(k) => at(&w.y, *k, log),
        Op::Seq(v) => v.iter().for_each(|o| run(w, o, log)),
        Op::In(k, i) => match k {
            0 => {
                let _g = w.m.lock();
                run(w, i, log)
            }
            1 => {
                let g = w.m.try_lock();
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            2 => {
                let g = w.m.lock_timeout(TIME);
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            10 => {
                let _g = w.l.read();
                run(w, i, log)
            }
            11 => {
                let _g = w.l.write();
                run(w, i, log)
            }
            12 => {
                let g = w.l.try_read();
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            13 => {
                let g = w.l.try_write();
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            14 => {
                let g = w.l.read_timeout(TIME);
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            15 => {
                let g = w.l.write_timeout(TIME);
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            20 => {
                let _g = w.r.lock();
                run(w, i, log)
            }
            21 => {
                let g = w.r.try_lock();
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            22 => {
                let g = w.r.lock_timeout(TIME);
                log.push(g.is_some() as u8);
                if g.is_some() {
                    run(w, i, log)
                }
            }
            30 => {
                let mut g = w.m.lock();
                log.push(w.c.wait_timeout(&mut g, TIME).timed_out() as u8);
                run(w, i, log)
            }
            31 => {
                let mut g = w.m.lock();
                w.c.wait(&mut g);
                run(w, i, log)
            }
            _ => unreachable!(),
        },
        Op::Do(k) => {
            let v: usize = match k {
                50 => w.m.is_locked() as usize,
                51 => w.l.is_locked() as usize,
                52 => w.r.is_locked() as usize,
                60 => {
                    w.e.set();
                    return;
                }
                61 => {
                    w.e.clear();
                    return;
                }
                62 => w.e.is_set() as usize,
                63 => w.e.wait_timeout(TIME) as usize,
                64 => {
                    w.e.wait();
                    return;
                }
                70 => w.s.try_acquire() as usize,
                71 => {
                    w.s.release();
                    return;
                }
                72 => w.s.acquire_timeout(TIME) as usize,
                73 => w.s.available(),
                74 => {
                    w.s.acquire();
                    return;
                }
                75 => {
                    w.s.release_many(2);
                    return;
                }
                80 => w.lk.try_acquire() as usize,
                81 => w.lk.release().is_ok() as usize,
                82 => w.lk.locked() as usize,
                83 => w.lk.acquire_timeout(TIME) as usize,
                84 => {
                    w.lk.acquire();
                    return;
                }
                90 => w.b.wait_timeout(TIME).map_or(9, |r| r.index()),
                91 => {
                    w.b.abort();
                    return;
                }
                92 => {
                    w.b.reset();
                    return;
                }
                93 => w.b.is_broken() as usize,
                94 => w.b.n_waiting(),
                95 => w.b.wait().map_or(9, |r| r.index()),
                100 => w.q.try_put(5).is_ok() as usize,
                101 => w
                    .q
                    .try_get()
                    .map_or_else(|e| 20 + (e == queue::Empty) as usize, |x| x),
                102 => w
                    .q
                    .get_timeout(TIME)
                    .map_or_else(|e| 20 + (e == queue::Empty) as usize, |x| x),
                103 => w.q.len(),
                104 => {
                    w.q.shutdown(Shutdown::Drain);
                    return;
                }
                105 => {
                    w.q.shutdown(Shutdown::Immediate);
                    return;
                }
                106 => match w.q.put_timeout(6, TIME) {
                    Ok(()) => 0,
                    Err(queue::Full(_)) => 1,
                    Err(_) => 2,
                },
                107 => w.q.put(7).is_ok() as usize,
                108 => w.q.get().map_or(20, |x| x),
                109 => w.q.task_done().is_ok() as usize,
                110 => w.q.join_timeout(TIME) as usize,
                120 => w.c.notify_one() as usize,
                121 => w.c.notify_all(),
                130 => thread::active_count(),
                131 => {
                    thread::spawn(|| ()).join().unwrap();
                    return;
                }
                132 => {
                    thread::yield_now();
                    return;
                }
                140 => w.t.try_put(5).is_ok() as usize,
                141 => w
                    .t
                    .try_get()
                    .map_or_else(|e| 20 + (e == queue::Empty) as usize, |x| x),
                142 => w
                    .t
                    .get_timeout(TIME)
                    .map_or_else(|e| 20 + (e == queue::Empty) as usize, |x| x),
                143 => w.t.len(),
                144 => {
                    w.t.shutdown(Shutdown::Drain);
                    return;
                }
                145 => {
                    w.t.shutdown(Shutdown::Immediate);
                    return;
                }
                146 => match w.t.put_timeout(6, TIME) {
                    Ok(()) => 0,
                    Err(queue::Full(_)) => 1,
                    Err(_) => 2,
                },
                147 => w.t.put(7).is_ok() as usize,
                148 => w.t.get().map_or(20, |x| x),
                149 => w.t.task_done().is_ok() as usize,
                150 => w.t.join_timeout(TIME) as usize,
                _ => unreachable!(),
            };
            log.push(v as u8);
        }
    }
}
fn at(x: &AtomicUsize, k: u8, log: &mut Vec<u8>) {
    match k {
        0 => log.push(x.load(SeqCst) as u8),
        1 => x.store(7, SeqCst),
        _ => log.push(x.fetch_add(1, SeqCst) as u8),
    }
}
type Program = Arc<Vec<Vec<Op>>>;
fn play(p: &Program) -> Vec<Vec<u8>> {
    let w = World {
        x: 0.into(),
        y: 0.into(),
        m: Mutex::new(()),
        l: RwLock::new(()),
        e: Event::new(),
        s: Semaphore::new(1),
        lk: Lock::new(),
        r: ReentrantMutex::new(()),
        b: Barrier::new(2),
        q: queue::Queue::new(1),
        t: queue::textbook::Queue::new(1),
        c: Condvar::new(),
    };
    thread::scope(|s| {
        let hs: Vec<_> = p[1..]
            .iter()
            .map(|ops| {
                let w = &w;
                s.spawn(move || {
                    let mut log = vec![];
                    ops.iter().for_each(|o| run(w, o, &mut log));
                    log
                })
            })
            .collect();
        let mut all = vec![vec![]];
        p[0].iter().for_each(|o| run(&w, o, &mut all[0]));
        all.extend(hs.into_iter().map(|h| h.join().unwrap()));
        all
    })
}
fn all(
    e: &Explorer,
    p: &Program,
) -> (workbench::explore::Report, BTreeSet<Vec<Vec<u8>>>) {
    let p = p.clone();
    let e = e.clone().count_failures(true);
    gather(&e, move || play(&p))
}
fn families() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("mutex", vec![0, 0, 1, 2, 50]),
        ("rwlock", vec![10, 10, 11, 11]),
        ("rwtry", vec![10, 10, 11, 12, 13, 14, 15, 51]),
        ("reentrant", vec![20, 20, 21, 22, 52]),
        ("condvar", vec![0, 30, 31, 120, 121]),
        ("event", vec![60, 61, 62, 63, 64]),
        ("sem", vec![70, 71, 72, 73, 74, 75]),
        ("lock", vec![80, 81, 82, 83, 84]),
        ("barrier", vec![90, 90, 91, 92, 93, 94, 95]),
        ("queue", vec![100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110]),
        (
            "textbook",
            vec![140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150],
        ),
        ("threads", vec![130, 130, 131, 132]),
        (
            "mixed",
            vec![0, 1, 10, 11, 13, 20, 60, 63, 71, 74, 100, 102, 108, 120, 30],
        ),
    ]
}
#[test]
fn fuzz() {
    let name = std::env::var("FAMILY").unwrap_or_default();
    let from: u64 = std::env::var("FROM").map_or(0, |s| s.parse().unwrap());
    let count: u64 = std::env::var("COUNT").map_or(50, |s| s.parse().unwrap());
    let cap: u64 = std::env::var("CAP").map_or(20_000, |s| s.parse().unwrap());
    let virt = std::env::var("VIRTUAL").is_ok();
    let inside = std::env::var("INSIDE").is_ok();
    for (fam, ops) in families() {
        if !name.is_empty() && name != fam {
            continue;
        }
        let (mut bad, mut full, mut execs, mut worst) = (0, 0, 0, 0);
        for seed in from..from + count {
            let mut s = seed.wrapping_mul(77) + 1;
            let threads = 2 + rnd(&mut s) % 2;
            let p: Program = Arc::new(
                (0..threads)
                    .map(|_| {
                        (0..1 + rnd(&mut s) % if threads == 2 { 3 } else { 2 })
                            .map(|_| op(&mut s, 1, &ops))
                            .collect()
                    })
                    .collect(),
            );
            let base = Explorer::new().time_in_order(virt).max_executions(cap);
            let (r1, o1) = all(&base.clone().strategy(Strategy::Dpor), &p);
            if !r1.is_exhaustive() {
                continue;
            }
            let (other, what) = if inside {
                (
                    base.clone().strategy(Strategy::Dpor).look_inside(true),
                    "inside",
                )
            } else {
                (base.clone().strategy(Strategy::Dfs), "dfs")
            };
            let (r2, o2) = all(&other, &p);
            execs += r1.executions();
            worst = worst.max(r1.executions());
            full += r2.is_exhaustive() as u32;
            let missed: Vec<_> = o2.difference(&o1).collect();
            let more: Vec<_> = if r2.is_exhaustive() {
                o1.difference(&o2).collect()
            } else {
                vec![]
            };
            let fails = r2.failures() > 0 && r1.failures() == 0
                || r2.is_exhaustive()
                    && (r1.failures() > 0) != (r2.failures() > 0);
            if !missed.is_empty() || !more.is_empty() || fails {
                bad += 1;
                if bad <= 2 {
                    println!(
                        "{fam} {seed}: {p:?}\n   {what}: missed {missed:?} more {more:?} fails {} {}",
                        r1.failures(),
                        r2.failures()
                    );
                    for r in [&r1, &r2] {
                        if let Some(f) = r.failure() {
                            println!("   {:?} {}", f.kind(), f.message());
                        }
                    }
                }
            }
        }
        println!(
            "{fam}: {bad} bad of {count}, {full} full, {execs} executions, worst {worst}"
        );
    }
}
