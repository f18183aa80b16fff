//! A teaching workbench for concurrency.
//!
//! The primitives that a class meets in Python or in std, each of them able to
//! tell what happened: run a program inside [`trace::record`] and every lock,
//! wait, hand-over and sleep becomes an event that can be drawn.
//!
//! | module | what is in it |
//! |---|---|
//! | [`trace`] | what happened: events, the recorder, and the drawings |
//! | [`thread`] | spawn, names, daemons, join with a timeout |
//! | [`sync`] | locks, condition variables, events, semaphores, barriers, atomics |
//! | [`queue`] | bounded FIFO, LIFO and priority queues with `task_done` and `join` |
//! | [`coroutine`] | generators, greenlets, green tasks |
//! | [`process`] | child processes and pipes |
//! | [`net`] | servers and clients on sockets |
//! | [`explore`] | every interleaving of a program, the shortest that fails |
//! | [`exercise`] | the check of an exercise, and its verdict |
//!
//! Names and signatures follow std and parking_lot, queues follow Python, so
//! that a student changes `std::` to `workbench::` and goes on.

pub mod coroutine;
pub mod exercise;
pub mod explore;
mod memory;
mod model;
pub mod net;
pub mod process;
pub mod queue;
mod stack;
pub mod sync;
pub mod thread;
pub mod trace;

/// The README's example is compiled and run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
