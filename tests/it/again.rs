//! This test binary once more, as a process of its own, that runs one test.

use std::process::{Command, Output};

/// What tells the new process that it is one.
const IN_IT: &str = "WORKBENCH_TEST_IN_A_NEW_PROCESS";

/// What the new process was given, if this is it.
pub(crate) fn given() -> Option<String> {
    std::env::var(IN_IT).ok()
}

/// Runs the test of this name, and gives it a text.
pub(crate) fn again(test: &str, text: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(IN_IT, text)
        .output()
        .unwrap()
}

/// Runs `body`, the inside of the test of this name, in a process of its own:
/// where no other test opens anything meanwhile.
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
pub(crate) fn alone(test: &str, body: impl FnOnce()) {
    if given().is_some() {
        return body();
    }
    let end = again(test, "");
    let told = String::from_utf8_lossy(&end.stdout);
    assert!(end.status.success() && told.contains("1 passed"), "{end:?}");
    eprint!("{}", String::from_utf8_lossy(&end.stderr));
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

pub(crate) use name_of;
