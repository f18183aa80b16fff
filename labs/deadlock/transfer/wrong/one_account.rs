//! Refused: deadlock · sending to oneself comes to an end
//!
//! In order, and twice the same lock where both accounts are one.

use workbench::sync::Mutex;

struct Bank {
    accounts: Vec<Mutex<u32>>,
}

impl Bank {
    /// A bank with an account for each owner, and this much in each.
    fn new(balances: &[(&str, u32)]) -> Self {
        let account =
            |&(owner, balance): &(&str, u32)| Mutex::new(balance).named(owner);
        Self { accounts: balances.iter().map(account).collect() }
    }

    fn balance(&self, account: usize) -> u32 {
        *self.accounts[account].lock()
    }

    /// Moves `amount`, if there is that much, and says whether it did.
    ///
    /// `receipt` is printed with both new balances while nobody else can
    /// change them. Both accounts may be the same: then nothing moves, and
    /// the receipt says so.
    fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u32,
        receipt: impl FnOnce(u32, u32),
    ) -> bool {
        let first = self.accounts[from.min(to)].lock();
        let second = self.accounts[from.max(to)].lock();
        let (mut source, mut target) = match from < to {
            true => (first, second),
            false => (second, first),
        };
        if *source < amount {
            return false;
        }
        *source -= amount;
        *target += amount;
        receipt(*source, *target);
        true
    }
}

#[cfg(test)]
#[path = "check.rs"]
mod check;
