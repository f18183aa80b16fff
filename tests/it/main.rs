//! Black-box tests: what the library promises, by subject.

mod coroutine;
