//! The queue types behind one trait, so that a claim is written once.

use std::time::Duration;

use workbench::queue::textbook::Queue as TextbookQueue;
use workbench::queue::{
    LifoQueue, PriorityQueue, Queue, ShutDown, Shutdown, TooManyDone,
    TryGetError, TryPutError,
};

/// The face of every queue type.
pub(crate) trait Face<T>: Send + Sync + 'static {
    fn new(capacity: usize) -> Self;
    fn unbounded() -> Self;
    fn named(self, name: &str) -> Self;
    fn put(&self, item: T) -> Result<(), ShutDown<T>>;
    fn try_put(&self, item: T) -> Result<(), TryPutError<T>>;
    fn put_timeout(
        &self,
        item: T,
        timeout: Duration,
    ) -> Result<(), TryPutError<T>>;
    fn get(&self) -> Result<T, ShutDown>;
    fn try_get(&self) -> Result<T, TryGetError>;
    fn get_timeout(&self, timeout: Duration) -> Result<T, TryGetError>;
    fn task_done(&self) -> Result<(), TooManyDone>;
    fn join(&self);
    fn join_timeout(&self, timeout: Duration) -> bool;
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool;
    fn is_full(&self) -> bool;
    fn capacity(&self) -> Option<usize>;
    fn shutdown(&self, how: Shutdown);
    fn is_shut_down(&self) -> bool;
}

/// A queue type, whatever its items are.
pub(crate) trait Kind: 'static {
    type Of<T: Ord + Send + 'static>: Face<T>;

    fn new<T: Ord + Send + 'static>(capacity: usize) -> Self::Of<T> {
        Self::Of::new(capacity)
    }
}

macro_rules! kind {
    ($kind:ident, $queue:ident) => {
        pub(crate) enum $kind {}

        impl Kind for $kind {
            type Of<T: Ord + Send + 'static> = $queue<T>;
        }

        impl<T: Ord + Send + 'static> Face<T> for $queue<T> {
            fn new(capacity: usize) -> Self {
                $queue::new(capacity)
            }
            fn unbounded() -> Self {
                $queue::unbounded()
            }
            fn named(self, name: &str) -> Self {
                $queue::named(self, name)
            }
            fn put(&self, item: T) -> Result<(), ShutDown<T>> {
                $queue::put(self, item)
            }
            fn try_put(&self, item: T) -> Result<(), TryPutError<T>> {
                $queue::try_put(self, item)
            }
            fn put_timeout(
                &self,
                item: T,
                timeout: Duration,
            ) -> Result<(), TryPutError<T>> {
                $queue::put_timeout(self, item, timeout)
            }
            fn get(&self) -> Result<T, ShutDown> {
                $queue::get(self)
            }
            fn try_get(&self) -> Result<T, TryGetError> {
                $queue::try_get(self)
            }
            fn get_timeout(&self, timeout: Duration) -> Result<T, TryGetError> {
                $queue::get_timeout(self, timeout)
            }
            fn task_done(&self) -> Result<(), TooManyDone> {
                $queue::task_done(self)
            }
            fn join(&self) {
                $queue::join(self);
            }
            fn join_timeout(&self, timeout: Duration) -> bool {
                $queue::join_timeout(self, timeout)
            }
            fn len(&self) -> usize {
                $queue::len(self)
            }
            fn is_empty(&self) -> bool {
                $queue::is_empty(self)
            }
            fn is_full(&self) -> bool {
                $queue::is_full(self)
            }
            fn capacity(&self) -> Option<usize> {
                $queue::capacity(self)
            }
            fn shutdown(&self, how: Shutdown) {
                $queue::shutdown(self, how);
            }
            fn is_shut_down(&self) -> bool {
                $queue::is_shut_down(self)
            }
        }
    };
}

kind!(Textbook, TextbookQueue);
kind!(Fast, Queue);
kind!(Lifo, LifoQueue);
kind!(Priority, PriorityQueue);
