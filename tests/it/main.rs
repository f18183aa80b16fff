//! Black-box tests: the library as a program uses it.

mod stress;
mod sync;
