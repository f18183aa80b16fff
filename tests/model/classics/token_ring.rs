//! A value goes round three stations and must end the same at each. Nobody
//! waits for the one before, so that only one order of six is right.
//!
//! Source: SCTBench `CS.token_ring_bad` (from Cordeiro, Fischer, ICSE 2011).

use workbench::explore::FailureKind;
use workbench::sync::{Mutex, Semaphore};
use workbench::thread;

use super::start;
use crate::claims::{Bug, fails, proved_by};

/// What each of the three stations holds.
struct Ring {
    values: [u32; 3],
}

impl Ring {
    fn new() -> Mutex<Self> {
        Mutex::new(Self { values: [1, 2, 1] }).named("ring")
    }

    /// The first station counts, the others copy.
    fn pass(&mut self, station: usize) {
        self.values[station] = match station {
            0 => (self.values[2] + 1) % 4,
            _ => self.values[station - 1],
        };
    }
}

fn check(ring: Mutex<Ring>) {
    assert_eq!(ring.into_inner().values, [2; 3], "the stations disagree");
}

fn without_a_token() {
    let ring = Ring::new();
    thread::scope(|scope| {
        for station in 0..3 {
            let ring = &ring;
            start(scope, format!("station-{}", station + 1), move || {
                ring.lock().pass(station);
            });
        }
    });
    check(ring);
}

fn with_a_token() {
    let ring = Ring::new();
    let token = |n| Semaphore::new(n).named("token");
    let tokens = [token(1), token(0), token(0)];
    thread::scope(|scope| {
        for station in 0..3 {
            let (ring, tokens) = (&ring, &tokens);
            start(scope, format!("station-{}", station + 1), move || {
                tokens[station].acquire();
                ring.lock().pass(station);
                tokens[(station + 1) % 3].release();
            });
        }
    });
    check(ring);
}

const BUG: Bug = Bug {
    kind: FailureKind::Panic,
    says: "the stations disagree",
    preemptions: 0,
};

#[test]
fn without_a_token_the_order_is_anybodys() {
    fails("token ring", without_a_token, 3, &BUG);
}

#[test]
fn with_a_token_there_is_one_order() {
    proved_by("token ring, with a token", with_a_token, 1);
}
