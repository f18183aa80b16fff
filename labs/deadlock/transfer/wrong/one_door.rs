//! Refused: right, but too careful · transfers between four accounts overlap
//!
//! One lock guards everything.

use workbench::sync::Mutex;

struct Bank {
    accounts: Vec<Mutex<u32>>,
    door: Mutex<()>,
}

impl Bank {
    /// A bank with an account for each owner, and this much in each.
    fn new(balances: &[(&str, u32)]) -> Self {
        let account =
            |&(owner, balance): &(&str, u32)| Mutex::new(balance).named(owner);
        Self {
            accounts: balances.iter().map(account).collect(),
            door: Mutex::new(()).named("door"),
        }
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
        let _alone = self.door.lock();
        if from == to {
            let balance = self.accounts[from].lock();
            receipt(*balance, *balance);
            return true;
        }
        let mut source = self.accounts[from].lock();
        let mut target = self.accounts[to].lock();
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
