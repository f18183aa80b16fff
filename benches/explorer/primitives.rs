//! What a program is made of, whichever engine runs it.

use std::ops::DerefMut;

/// An engine's threads, locks and atomic variables, whose accesses are all
/// sequentially consistent.
pub(crate) trait Primitives: 'static {
    type Thread;
    type Mutex<T: Send + 'static>: Send + Sync;
    type Guard<'a, T: Send + 'static>: DerefMut<Target = T>;
    type Condvar: Send + Sync;
    type Atomic: Send + Sync;

    fn spawn(body: impl FnOnce() + Send + 'static) -> Self::Thread;
    fn join(thread: Self::Thread);

    fn mutex<T: Send>(value: T) -> Self::Mutex<T>;
    fn lock<T: Send>(mutex: &Self::Mutex<T>) -> Self::Guard<'_, T>;

    fn condvar() -> Self::Condvar;
    fn wait<'a, T: Send + 'static>(
        condvar: &Self::Condvar,
        guard: Self::Guard<'a, T>,
    ) -> Self::Guard<'a, T>;
    fn notify_one(condvar: &Self::Condvar);
    fn notify_all(condvar: &Self::Condvar);

    fn atomic(value: u64) -> Self::Atomic;
    fn load(atomic: &Self::Atomic) -> u64;
    fn store(atomic: &Self::Atomic, value: u64);
    fn fetch_add(atomic: &Self::Atomic, operand: u64) -> u64;
}

/// Spawns a thread for each body, and joins them all.
pub(crate) fn all<P: Primitives, F: FnOnce() + Send + 'static>(
    bodies: impl IntoIterator<Item = F>,
) {
    let threads: Vec<_> = bodies.into_iter().map(P::spawn).collect();
    threads.into_iter().for_each(P::join);
}
