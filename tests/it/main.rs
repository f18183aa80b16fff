//! Black-box tests: what the library's face promises, and nothing behind it.

mod process;
