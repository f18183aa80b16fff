//! A wake-up that comes while nobody waits for it is lost, and who comes after
//! it waits for ever. Five ways there.
//!
//! Source: Lampson, Redell, "Experience with processes and monitors in Mesa",
//! CACM 23 (2), 1980: a notification is a hint, so look again; Farchi, Nir,
//! Ur, "Concurrent bug patterns and how to test them", IPDPS 2003: "losing a
//! notify".

mod notify_first;
mod one_for_all;
mod shared_condvar;
mod stolen;
mod unlocked_test;
