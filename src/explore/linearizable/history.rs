//! Who called what, and when it began and ended.

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;

use super::Spec;
use crate::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use crate::thread;

/// A recorder of calls that threads share; a clone records into the same.
///
/// Its moments are those of one counter under one lock, so that a call that
/// ended before another began has done so in the history too. That lock also
/// orders threads that nothing else may order: a history tells nothing of
/// what a weaker memory model would allow.
///
/// ```
/// use workbench::explore::History;
/// use workbench::explore::spec::Fifo;
/// use workbench::explore::spec::queue::{Op::{Get, TryPut}, Ret::Got};
/// use workbench::queue::Queue;
///
/// let (queue, history) = (Queue::new(1), History::of(&Fifo::new(1)));
/// history.call(TryPut("tea"), || queue.try_put("tea"));
/// let got = history.call(Get, || queue.get().map(Got));
/// assert_eq!(got, Got("tea"));
/// assert_eq!(history.calls().len(), 2);
/// ```
///
/// # In an explored program
///
/// To record is no step, and as cheap as can be. But then the explorer does
/// not know that it matters which of two calls returned first: where they
/// touch nothing in common it tries one order, and a call begins as soon as
/// the one before is over. What fails is wrong, and what is proved is so for
/// *some* history of every execution. For all of them ask for
/// [`in_steps`](Self::in_steps), which takes many times as many executions.
pub struct History<Op, Ret> {
    log: Arc<Mutex<Log<Op, Ret>>>,
    /// What beginnings read and returns write, so that their order counts.
    order: Option<Arc<AtomicUsize>>,
}

struct Log<Op, Ret> {
    calls: Vec<Call<Op, Ret>>,
    /// How many calls have begun, and how many have ended.
    events: usize,
}

/// A call in a [`History`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<Op, Ret> {
    /// The name of the thread.
    pub thread: String,
    /// What was called.
    pub op: Op,
    /// What it returned, if it has.
    pub ret: Option<Ret>,
    /// The moment at which it began: how many calls had begun or ended
    /// before.
    pub began: usize,
    /// The moment at which it returned, counted likewise.
    pub returned: Option<usize>,
}

/// A call that has not returned yet, in a history made by hand.
#[must_use = "a call that is dropped never returns"]
pub struct OpenCall<Op, Ret> {
    history: History<Op, Ret>,
    call: usize,
}

impl<Op, Ret> History<Op, Ret> {
    /// A history without a call.
    #[must_use]
    pub fn new() -> Self {
        let log = Mutex::new(Log { calls: Vec::new(), events: 0 });
        Self { log: Arc::new(log), order: None }
    }

    /// A history without a call, of an object that `spec` is about: it says
    /// of which type operations and results are.
    #[must_use]
    pub fn of<S: Spec<Op = Op, Ret = Ret>>(_spec: &S) -> Self {
        Self::new()
    }

    /// Makes every beginning and every return a step of an explored program.
    /// A trace shows them as reads and writes of a variable.
    #[must_use]
    pub fn in_steps(self) -> Self {
        let order = AtomicUsize::new(0).named("history");
        Self { order: Some(Arc::new(order)), ..self }
    }

    /// Runs `f` as the call `op` of the calling thread, and returns what it
    /// returned.
    ///
    /// If it panics or never returns, the history says that the call has not
    /// returned.
    #[track_caller]
    pub fn call<R: Into<Ret>>(&self, op: Op, f: impl FnOnce() -> R) -> Ret
    where
        Ret: Clone,
    {
        let open = self.begin(thread::current().name(), op);
        let ret = f().into();
        open.returns(ret.clone());
        ret
    }

    /// Says that a call begins, in a history that is made by hand or read
    /// from elsewhere.
    #[track_caller]
    pub fn begin(
        &self,
        thread: impl Into<String>,
        op: Op,
    ) -> OpenCall<Op, Ret> {
        let thread = thread.into();
        if let Some(order) = &self.order {
            order.load(Relaxed);
        }
        let mut log = self.log.lock();
        let began = log.next();
        let call = log.calls.len();
        log.calls.push(Call { thread, op, ret: None, began, returned: None });
        OpenCall { history: self.clone(), call }
    }

    /// The calls so far, in the order in which they began.
    #[must_use]
    pub fn calls(&self) -> Vec<Call<Op, Ret>>
    where
        Op: Clone,
        Ret: Clone,
    {
        self.log.lock().calls.clone()
    }
}

impl<Op, Ret> Log<Op, Ret> {
    fn next(&mut self) -> usize {
        self.events += 1;
        self.events - 1
    }
}

impl<Op, Ret> OpenCall<Op, Ret> {
    /// Says that the call returns now.
    #[track_caller]
    pub fn returns(self, ret: impl Into<Ret>) {
        let ret = ret.into();
        // Relaxed, as the load: they are there to be seen by the explorer,
        // and the lock orders what is recorded.
        if let Some(order) = &self.history.order {
            order.fetch_add(1, Relaxed);
        }
        let mut log = self.history.log.lock();
        let now = log.next();
        let call = &mut log.calls[self.call];
        call.ret = Some(ret);
        call.returned = Some(now);
    }
}

impl<Op, Ret> Default for History<Op, Ret> {
    fn default() -> Self {
        Self::new()
    }
}

// By hand, as a derived one would ask it of operations and results.
impl<Op, Ret> Clone for History<Op, Ret> {
    fn clone(&self) -> Self {
        Self { log: self.log.clone(), order: self.order.clone() }
    }
}

impl<Op, Ret> fmt::Debug for History<Op, Ret> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = self.log.lock().calls.len();
        f.debug_struct("History").field("calls", &calls).finish_non_exhaustive()
    }
}

impl<Op, Ret> fmt::Debug for OpenCall<Op, Ret> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenCall")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
