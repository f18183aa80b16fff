//! The FIFO queue as it stands in textbooks, made to be read.
//!
//! One mutex guards all there is. For every reason to wait there is a
//! condition variable: whoever makes the reason go away notifies it, and
//! whoever is woken looks again (`wait_while`), because another thread may
//! have been quicker. One put makes one item, so it wakes one getter; a
//! shutdown concerns everybody, so it wakes all.
//!
//! Python's [`queue.Queue`] is made like this. It is right, and slow: every
//! put and every get fights for the same lock. [`super::Queue`] does not.
//!
//! [`queue.Queue`]: https://github.com/python/cpython/blob/3.13/Lib/queue.py

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::panic::Location;
use std::time::Duration;

use super::Shutdown;
use super::error::{ShutDown, TooManyDone, TryGetError, TryPutError};
use super::face::queue;
use super::journal::{Journal, Waiting};
use super::patience::Patience;
use crate::sync::{Condvar, Mutex, MutexGuard};

queue! {
    /// First in, first out, with one lock: the queue to read.
    Queue<T>(Textbook<T>)
}

struct Textbook<T> {
    state: Mutex<State<T>>,
    /// Notified when an item is put.
    not_empty: Condvar,
    /// Notified when a slot becomes free.
    not_full: Condvar,
    /// Notified when the last unfinished task is done.
    all_done: Condvar,
    /// The capacity, and what traces are told.
    journal: Journal,
}

struct State<T> {
    items: VecDeque<T>,
    puts: u64,
    /// Items that were put and are not done: in the queue or being worked on.
    unfinished: u64,
    shut_down: bool,
}

impl<T> Textbook<T> {
    #[track_caller]
    fn new(capacity: usize) -> Self {
        let state = State {
            items: VecDeque::new(),
            puts: 0,
            unfinished: 0,
            shut_down: false,
        };
        Self {
            state: Mutex::hidden(state),
            not_empty: Condvar::hidden(),
            not_full: Condvar::hidden(),
            all_done: Condvar::hidden(),
            journal: Journal::new(capacity),
        }
    }

    #[track_caller]
    fn put(&self, item: T, patience: Patience) -> Result<(), TryPutError<T>> {
        let mut state = self.state.lock();
        let full = |state: &State<T>| !state.shut_down && self.full(state);
        let ended = Waiting::served;
        self.wait_while(full, &self.not_full, &mut state, patience, ended);

        if state.shut_down {
            return Err(TryPutError::ShutDown(item));
        }
        if self.full(&state) {
            return Err(TryPutError::Full(item));
        }
        state.items.push_back(item);
        state.puts += 1;
        state.unfinished += 1;
        let len = state.items.len();
        self.journal.put(state.puts, || len, Location::caller());
        self.not_empty.notify_one();
        Ok(())
    }

    #[track_caller]
    fn get(&self, patience: Patience) -> Result<T, TryGetError> {
        let mut state = self.state.lock();
        let empty =
            |state: &State<T>| !state.shut_down && state.items.is_empty();
        let ended = Waiting::served;
        self.wait_while(empty, &self.not_empty, &mut state, patience, ended);

        let Some(item) = state.items.pop_front() else {
            return Err(match state.shut_down {
                true => TryGetError::ShutDown,
                false => TryGetError::Empty,
            });
        };
        let len = state.items.len();
        let number = state.puts - len as u64;
        self.journal.got(number, || len, Location::caller());
        self.not_full.notify_one();
        Ok(item)
    }

    #[track_caller]
    fn task_done(&self) -> Result<(), TooManyDone> {
        let mut state = self.state.lock();
        state.unfinished =
            state.unfinished.checked_sub(1).ok_or(TooManyDone)?;
        if state.unfinished == 0 {
            self.journal.signal(Location::caller());
            self.all_done.notify_all();
        }
        Ok(())
    }

    #[track_caller]
    fn join(&self, patience: Patience) -> bool {
        let mut state = self.state.lock();
        let owed = |state: &State<T>| state.unfinished > 0;
        let ended = Waiting::woken;
        self.wait_while(owed, &self.all_done, &mut state, patience, ended);
        state.unfinished == 0
    }

    #[track_caller]
    fn shutdown(&self, how: Shutdown) {
        let mut state = self.state.lock();
        state.shut_down = true;
        let dropped = match how {
            Shutdown::Drain => VecDeque::new(),
            Shutdown::Immediate => mem::take(&mut state.items),
        };
        self.journal.signal(Location::caller());
        self.not_empty.notify_all();
        self.not_full.notify_all();
        // Dropping an item runs code that is not ours: not under our lock,
        // and before `join` returns.
        drop(state);
        let count = dropped.len() as u64;
        drop(dropped);
        if count > 0 {
            let mut state = self.state.lock();
            // A task may have been called done before its item was got.
            state.unfinished = state.unfinished.saturating_sub(count);
            self.all_done.notify_all();
        }
    }

    /// Waits at `condvar` while `reason` holds, as long as `patience` does.
    #[track_caller]
    fn wait_while(
        &self,
        reason: impl Fn(&State<T>) -> bool,
        condvar: &Condvar,
        state: &mut MutexGuard<'_, State<T>>,
        patience: Patience,
        ended: fn(Waiting),
    ) {
        if matches!(patience, Patience::Never) || !reason(state) {
            return;
        }
        let deadline = patience.deadline();
        let waiting = self.journal.waits(deadline, Location::caller());
        let in_time =
            condvar.wait_while_until(state, |state| reason(state), deadline);
        match in_time {
            true if state.shut_down => waiting.woken(),
            true => ended(waiting),
            false => waiting.timed_out(),
        }
    }

    fn full(&self, state: &State<T>) -> bool {
        self.capacity().is_some_and(|slots| state.items.len() >= slots)
    }

    fn capacity(&self) -> Option<usize> {
        self.journal.capacity()
    }

    fn len(&self) -> usize {
        self.state.lock().items.len()
    }

    fn is_shut_down(&self) -> bool {
        self.state.lock().shut_down
    }

    fn set_name(&mut self, name: impl Into<String>) {
        self.journal.set_name(name);
    }
}
