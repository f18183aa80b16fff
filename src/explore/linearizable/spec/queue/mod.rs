//! Queues that may be bounded and shut down.

mod hint;

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::hash::Hash;

use super::{Call, Spec};
use crate::queue::{ShutDown, Shutdown, TryGetError, TryPutError};

/// What is called on a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op<T> {
    /// Waits until there is room and puts an item.
    Put(T),
    /// Puts an item if there is room.
    TryPut(T),
    /// Waits until there is an item and takes it.
    Get,
    /// Takes an item if there is one.
    TryGet,
    /// Asks how many items there are.
    Len,
    /// Refuses puts from now on.
    Shutdown(Shutdown),
}

/// What a call on a queue returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ret<T> {
    /// It was done.
    Done,
    /// This item.
    Got(T),
    /// There was no room.
    Full,
    /// There was no item.
    Empty,
    /// The queue is shut down; for a get, and empty.
    ShutDown,
    /// So many items.
    Len(usize),
}

/// What a queue remembers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct State<T> {
    /// From the first to come out to the last.
    items: VecDeque<T>,
    shut_down: bool,
}

/// Who comes out first.
#[derive(Clone, Copy, Debug)]
enum Order<T> {
    Oldest,
    Newest,
    Smallest(fn(&T, &T) -> Ordering),
}

/// A queue type: they differ in who comes out first.
macro_rules! queue {
    ($(#[$doc:meta])* $name:ident<T $(: $bound:ident)?>, $order:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<T> {
            capacity: usize,
            order: Order<T>,
        }

        impl<T $(: $bound)?> $name<T> {
            /// A queue with `capacity` slots; 0 for no limit.
            #[must_use]
            pub fn new(capacity: usize) -> Self {
                Self { capacity, order: $order }
            }

            /// A queue that is never full.
            #[must_use]
            pub fn unbounded() -> Self {
                Self::new(0)
            }
        }

        impl<T $(: $bound)?> Default for $name<T> {
            fn default() -> Self {
                Self::unbounded()
            }
        }

        impl<T: Clone + Eq + Hash + Debug> Spec for $name<T> {
            type State = State<T>;
            type Op = Op<T>;
            type Ret = Ret<T>;

            fn start(&self) -> State<T> {
                State { items: VecDeque::new(), shut_down: false }
            }

            fn apply(
                &self,
                state: &State<T>,
                op: &Op<T>,
            ) -> Vec<(Ret<T>, State<T>)> {
                state.apply(op, self.capacity, &self.order)
            }

            fn hint(
                &self,
                calls: &[Call<Op<T>, Ret<T>>],
            ) -> Vec<Option<usize>> {
                hint::hint(&self.order, calls)
            }

            fn describe(&self, op: &Op<T>, ret: Option<&Ret<T>>) -> String {
                op.describe(ret)
            }
        }
    };
}

queue! {
    /// First in, first out.
    Fifo<T>, Order::Oldest
}
queue! {
    /// Last in, first out.
    Lifo<T>, Order::Newest
}
queue! {
    /// The smallest first; among equals, who came first.
    Priority<T: Ord>, Order::Smallest(T::cmp)
}

impl<T> Priority<T> {
    /// Has `compare` say which of two is smaller: as the queue does, where
    /// that is not for all of the item to say, or its equals could not be told
    /// apart.
    #[must_use]
    pub fn by(self, compare: fn(&T, &T) -> Ordering) -> Self {
        Self { order: Order::Smallest(compare), ..self }
    }
}

impl<T> Order<T> {
    /// Where `item` goes; the first comes out first.
    fn place(&self, item: &T, items: &VecDeque<T>) -> usize {
        match self {
            Self::Oldest => items.len(),
            Self::Newest => 0,
            Self::Smallest(compare) => {
                items.partition_point(|other| compare(other, item).is_le())
            }
        }
    }
}

impl<T: Clone> State<T> {
    fn apply(
        &self,
        op: &Op<T>,
        capacity: usize,
        order: &Order<T>,
    ) -> Vec<(Ret<T>, Self)> {
        let full = capacity > 0 && self.items.len() >= capacity;
        let ret = match op {
            Op::Put(_) | Op::TryPut(_) if self.shut_down => Ret::ShutDown,
            Op::Put(_) if full => return vec![],
            Op::TryPut(_) if full => Ret::Full,
            Op::Put(item) | Op::TryPut(item) => {
                let mut next = self.clone();
                let place = order.place(item, &next.items);
                next.items.insert(place, item.clone());
                return vec![(Ret::Done, next)];
            }
            Op::Get | Op::TryGet if !self.items.is_empty() => {
                let mut next = self.clone();
                let item = next.items.pop_front();
                return item
                    .map(|it| (Ret::Got(it), next))
                    .into_iter()
                    .collect();
            }
            Op::Get | Op::TryGet if self.shut_down => Ret::ShutDown,
            Op::Get => return vec![],
            Op::TryGet => Ret::Empty,
            Op::Len => Ret::Len(self.items.len()),
            Op::Shutdown(how) => {
                let items = match how {
                    Shutdown::Drain => self.items.clone(),
                    Shutdown::Immediate => VecDeque::new(),
                };
                return vec![(Ret::Done, Self { items, shut_down: true })];
            }
        };
        vec![(ret, self.clone())]
    }
}

impl<T: Debug> Op<T> {
    fn describe(&self, ret: Option<&Ret<T>>) -> String {
        let call = match self {
            Self::Put(item) => format!("put({item:?})"),
            Self::TryPut(item) => format!("try_put({item:?})"),
            Self::Get => "get()".to_owned(),
            Self::TryGet => "try_get()".to_owned(),
            Self::Len => "len()".to_owned(),
            Self::Shutdown(how) => format!("shutdown({how:?})"),
        };
        match (self, ret) {
            (_, None) => call,
            (Self::TryPut(_), Some(Ret::Done)) => format!("{call} → ok"),
            (_, Some(Ret::Done)) => call,
            (_, Some(Ret::Got(item))) => format!("{call} → {item:?}"),
            (_, Some(Ret::Full)) => format!("{call} → full"),
            (_, Some(Ret::Empty)) => format!("{call} → empty"),
            (_, Some(Ret::ShutDown)) => format!("{call} → shut down"),
            (_, Some(Ret::Len(len))) => format!("{call} → {len}"),
        }
    }
}

impl<T: Debug> Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)?;
        f.write_str(if self.shut_down { ", shut down" } else { "" })
    }
}

impl<T> From<()> for Ret<T> {
    fn from((): ()) -> Self {
        Self::Done
    }
}

impl<T> From<usize> for Ret<T> {
    fn from(len: usize) -> Self {
        Self::Len(len)
    }
}

/// What `try_put` returns.
impl<T> From<Result<(), TryPutError<T>>> for Ret<T> {
    fn from(put: Result<(), TryPutError<T>>) -> Self {
        match put {
            Ok(()) => Self::Done,
            Err(TryPutError::Full(_)) => Self::Full,
            Err(TryPutError::ShutDown(_)) => Self::ShutDown,
        }
    }
}

/// What `put` returns.
impl<T> From<Result<(), ShutDown<T>>> for Ret<T> {
    fn from(put: Result<(), ShutDown<T>>) -> Self {
        if put.is_ok() { Self::Done } else { Self::ShutDown }
    }
}

/// What `get` returns, as `.map(Got)`: a queue of `()` would else leave open
/// whether it was a put or a get.
impl<T> From<Result<Self, ShutDown>> for Ret<T> {
    fn from(got: Result<Self, ShutDown>) -> Self {
        got.unwrap_or(Self::ShutDown)
    }
}

/// What `try_get` returns, as `.map(Got)`.
impl<T> From<Result<Self, TryGetError>> for Ret<T> {
    fn from(got: Result<Self, TryGetError>) -> Self {
        got.unwrap_or_else(|why| match why {
            TryGetError::Empty => Self::Empty,
            TryGetError::ShutDown => Self::ShutDown,
        })
    }
}
