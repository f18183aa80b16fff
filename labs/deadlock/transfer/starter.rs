//! A bank: every account has a lock of its own.
//!
//! alice sends bob money while bob sends alice some. Each transfer takes both
//! locks, and sometimes neither comes to its end.
//!
//! To do: repair `transfer`. Transfers between other accounts must still be
//! able to run at the same time.

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
        // TODO: whoever comes the other way takes these in the other order.
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
