//! What a [`Selector`](super::Selector) asks of a system call.
//!
//! What is added stays open until it is removed, and is added once: the
//! selector sees to that. A call tells of what is ready at least; the
//! selector sees to it that nobody hears of what they have no interest in.

#[cfg(target_os = "linux")]
mod epoll;
mod poll;
mod select;

use std::fmt::Debug;
use std::io;
use std::os::fd::BorrowedFd;
use std::time::Duration;

use super::{Event, Interest, Token};

#[cfg(target_os = "linux")]
pub(super) use epoll::Epoll;
pub(super) use poll::Poll;
pub(super) use select::Select;

/// A descriptor, what it is watched for, and what it is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched<'a> {
    pub(super) fd: BorrowedFd<'a>,
    pub(super) token: Token,
    pub(super) interest: Interest,
}

pub(super) trait Backend: Debug + Send + Sync {
    /// Watches from now on.
    fn add(&mut self, watched: Watched<'_>) -> io::Result<()>;

    /// Watches something added for something else.
    fn change(&mut self, watched: Watched<'_>) -> io::Result<()>;

    /// Watches no more.
    fn remove(&mut self, fd: BorrowedFd<'_>);

    /// Waits until something is ready, or until `timeout`, of less than a few
    /// years, is over, or less; adds what is ready to `events`. `all` is what
    /// was added and not removed, for those whom the system does not
    /// remember it for.
    fn wait<'a>(
        &mut self,
        all: &mut dyn Iterator<Item = Watched<'a>>,
        timeout: Option<Duration>,
        events: &mut Vec<Event>,
    ) -> io::Result<()>;
}

/// The memory of `list`, for what lives shorter or longer than what was in
/// it: the compiler builds the new list in place.
fn recycled<A, B>(mut list: Vec<A>) -> Vec<B> {
    list.clear();
    list.into_iter().filter_map(|_| None).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red if a call of select or poll begins to allocate.
    #[test]
    fn memory_of_a_list_is_used_again() {
        let mut list: Vec<Watched<'static>> = Vec::with_capacity(100);
        let begin = list.as_ptr().addr();
        for _ in 0..3 {
            list = recycled(list);
            assert_eq!((list.capacity(), list.as_ptr().addr()), (100, begin));
        }
    }
}
