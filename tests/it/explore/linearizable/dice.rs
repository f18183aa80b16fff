//! Histories by dice that fall the same every time.

use workbench::explore::{History, Spec};

/// Numbers that look random: Steele, Lea and Flood's SplitMix64 (2014).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// A history of so many threads and calls, in which every call takes effect
/// as `spec` says between its beginning and its return, unless it is still
/// waiting for that at the end. `op` says what the next call is, `ret` what is
/// returned in the place of what should be.
pub(super) fn roll<S: Spec>(
    spec: &S,
    threads: usize,
    calls: usize,
    dice: &mut Dice,
    mut op: impl FnMut(&mut Dice) -> S::Op,
    mut ret: impl FnMut(&mut Dice, S::Ret) -> S::Ret,
) -> History<S::Op, S::Ret> {
    let history = History::new();
    let mut state = spec.start();
    let mut open: Vec<Option<_>> = (0..threads).map(|_| None).collect();
    let mut begun = 0;
    for _ in 0..calls * 6 {
        let who = dice.roll(threads);
        match open[who].take() {
            None if begun == calls => {}
            None => {
                begun += 1;
                let op = op(dice);
                let name = format!("Thread-{}", who + 1);
                open[who] = Some((history.begin(name, op.clone()), op, None));
            }
            Some((call, op, None)) => {
                let mut ways = spec.apply(&state, &op);
                let effect = (!ways.is_empty()).then(|| {
                    let (ret, next) = ways.swap_remove(dice.roll(ways.len()));
                    state = next;
                    ret
                });
                open[who] = Some((call, op, effect));
            }
            Some((call, _, Some(effect))) => call.returns(ret(dice, effect)),
        }
    }
    history
}
