//! The library's `memory`, made of loom's. Four things are made up for.
//!
//! **`SeqCst`.** loom takes an access that is `SeqCst` for one that is
//! `AcqRel`, and would find wake-ups lost that the language keeps. So here
//! every `SeqCst` write also releases one variable that all of them have in
//! common, and whoever has made one acquires it before its next `SeqCst`
//! load: where two threads each write and then load, one of them sees the
//! other's write. That is a little more than the language promises, as it
//! sees what came before that write too; and a little less, as two threads
//! that only load may see two writes in different orders.
//!
//! **Loads.** Where a thread reads a variable before it writes it, loom may
//! leave out executions in which others read it later (tokio-rs/loom, issues
//! 166 and 392: it compares an access with the last one only, which is that
//! thread's own). So every load is announced by an exchange of another
//! variable, and exchanges are told apart.
//!
//! **`const fn`.** loom makes a variable at run time, and before the threads
//! that use it. One that a `const fn` makes is bound, when it is first used,
//! to one of those that [`prepare`] has made.
//!
//! **Spinning.** Two threads that wait for a third by looking again could do
//! so in turn without end: see [`Backoff`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;
pub(crate) use std::sync::atomic::Ordering;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::thread::panicking;

pub(crate) use loom::cell::UnsafeCell;
use loom::sync::atomic as raw;

/// What variables that a `const fn` makes begin with, each as often as a test
/// needs it.
const PREPARED: [u64; 8] = [0, 0, 0, 0, 0, 0, 1, 2];

// loom runs all threads of an execution on one.
thread_local! {
    static UNUSED: RefCell<Vec<(u64, Word)>> =
        const { RefCell::new(Vec::new()) };
    /// What `SeqCst` accesses have in common.
    static COMMON: RefCell<Option<Rc<raw::AtomicBool>>> =
        const { RefCell::new(None) };
}

loom::thread_local! {
    /// Whether this thread has made a `SeqCst` write, and no load since.
    static WROTE: Cell<bool> = Cell::new(false);
}

/// To be called first in every execution.
pub(crate) fn prepare() {
    let prepared = PREPARED.map(|value| (value, Word::new(value)));
    UNUSED.set(prepared.into());
    COMMON.set(Some(Rc::new(raw::AtomicBool::new(false))));
}

fn pass_common(order: Ordering) {
    let common = COMMON.with_borrow(Clone::clone);
    common.expect("it is prepared").swap(false, order);
}

/// Comes before every access that reads.
fn reads(order: Ordering) {
    if order == SeqCst && WROTE.with(Cell::take) {
        pass_common(Acquire);
    }
}

/// Comes after every access that writes.
fn wrote(order: Ordering) {
    if order == SeqCst {
        pass_common(Release);
        WROTE.with(|wrote| wrote.set(true));
    }
}

pub(crate) fn fence(order: Ordering) {
    raw::fence(order);
    if order == SeqCst {
        pass_common(AcqRel);
    }
}

/// What loom knows of a variable.
#[derive(Debug)]
struct Word {
    value: raw::AtomicU64,
    /// Exchanged before every load.
    loads: raw::AtomicBool,
}

impl Word {
    fn new(value: u64) -> Self {
        let loads = raw::AtomicBool::new(false);
        Self { value: raw::AtomicU64::new(value), loads }
    }

    /// One that is prepared and begins with `value`.
    fn prepared(value: u64) -> Self {
        UNUSED.with_borrow_mut(|unused| {
            let found = unused.iter().position(|(it, _)| *it == value);
            unused.swap_remove(found.expect("enough are prepared")).1
        })
    }
}

/// What fits into a word.
pub(crate) trait Value: Copy {
    fn to_word(self) -> u64;
    fn of_word(word: u64) -> Self;
}

macro_rules! value {
    ($name:ident, $value:ty) => {
        pub(crate) type $name = Atomic<$value>;

        impl Value for $value {
            fn to_word(self) -> u64 {
                self as u64
            }

            fn of_word(word: u64) -> Self {
                word as Self
            }
        }
    };
}

value!(AtomicU32, u32);
value!(AtomicU64, u64);
value!(AtomicUsize, usize);

#[derive(Debug)]
pub(crate) struct Atomic<T> {
    first: T,
    word: std::sync::OnceLock<Word>,
}

impl<T: Value> Atomic<T> {
    pub(crate) fn new(first: T) -> Self {
        Self { first, word: Word::new(first.to_word()).into() }
    }

    pub(crate) const fn hidden(first: T) -> Self {
        Self { first, word: std::sync::OnceLock::new() }
    }

    fn word(&self) -> &Word {
        self.word.get_or_init(|| Word::prepared(self.first.to_word()))
    }

    pub(crate) fn load(&self, order: Ordering) -> T {
        if panicking() {
            // A destructor asks, and the execution is over.
            return self.first;
        }
        reads(order);
        self.word().loads.swap(false, Relaxed);
        T::of_word(self.word().value.load(order))
    }

    pub(crate) fn store(&self, value: T, order: Ordering) {
        self.word().value.store(value.to_word(), order);
        wrote(order);
    }

    pub(crate) fn compare_exchange(
        &self,
        current: T,
        new: T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<T, T> {
        reads(success);
        let (current, new) = (current.to_word(), new.to_word());
        let value = &self.word().value;
        let found = value.compare_exchange(current, new, success, failure);
        if found.is_ok() {
            wrote(success);
        }
        found.map(T::of_word).map_err(T::of_word)
    }

    pub(crate) fn compare_exchange_weak(
        &self,
        current: T,
        new: T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<T, T> {
        self.compare_exchange(current, new, success, failure)
    }

    pub(crate) fn fetch_update(
        &self,
        success: Ordering,
        failure: Ordering,
        mut f: impl FnMut(T) -> Option<T>,
    ) -> Result<T, T> {
        let mut now = self.load(failure);
        while let Some(new) = f(now) {
            match self.compare_exchange(now, new, success, failure) {
                Ok(before) => return Ok(before),
                Err(found) => now = found,
            }
        }
        Err(now)
    }

    pub(crate) fn fetch_add(&self, value: T, order: Ordering) -> T {
        self.fetch(order, |it| it.fetch_add(value.to_word(), order))
    }

    pub(crate) fn fetch_sub(&self, value: T, order: Ordering) -> T {
        self.fetch(order, |it| it.fetch_sub(value.to_word(), order))
    }

    pub(crate) fn fetch_or(&self, value: T, order: Ordering) -> T {
        self.fetch(order, |it| it.fetch_or(value.to_word(), order))
    }

    fn fetch(
        &self,
        order: Ordering,
        operation: impl FnOnce(&raw::AtomicU64) -> u64,
    ) -> T {
        reads(order);
        let before = operation(&self.word().value);
        wrote(order);
        T::of_word(before)
    }
}

impl<T: Value + Default> Default for Atomic<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

/// crossbeam's: who waits lets others run. What follows the second time is
/// tried in one way only.
pub(crate) struct Backoff {
    has_waited: Cell<bool>,
}

impl Backoff {
    pub(crate) fn new() -> Self {
        Self { has_waited: Cell::new(false) }
    }

    /// After another was quicker, and so has got on.
    pub(crate) fn spin(&self) {}

    pub(crate) fn snooze(&self) {
        if self.has_waited.replace(true) {
            loom::skip_branch();
        }
        loom::thread::yield_now();
    }
}

/// std's, for a value that one thread sets.
pub(crate) struct OnceLock<T> {
    is_set: raw::AtomicBool,
    value: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    pub(crate) fn new() -> Self {
        let is_set = raw::AtomicBool::new(false);
        Self { is_set, value: std::sync::OnceLock::new() }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.is_set.load(Acquire).then(|| self.value.get()).flatten()
    }

    pub(crate) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let value = self.value.get_or_init(make);
        self.is_set.store(true, Release);
        value
    }
}
