//! This test binary once more, as a process of its own, that runs one test.

use std::process::{Command, Output};

/// What tells the new process that it is one.
const IN_IT: &str = "WORKBENCH_TEST_IN_A_NEW_PROCESS";

/// What the new process was given, if this is it.
pub(super) fn given() -> Option<String> {
    std::env::var(IN_IT).ok()
}

/// Runs the test of this name, and gives it a text.
pub(super) fn again(test: &str, text: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(IN_IT, text)
        .output()
        .unwrap()
}

/// The name of a test of the calling module, as the command line takes it.
macro_rules! name_of {
    ($test:ident) => {
        concat!(module_path!(), "::", stringify!($test))
            .split_once("::")
            .unwrap()
            .1
    };
}

pub(super) use name_of;
