//! What holds of the echo for all that is said.

use workbench::net::protocol::Echo;

use super::serve::answer;

/// Panics if `data` shows a mistake of the echo.
pub(crate) fn check(data: &[u8]) {
    let heard = answer(&Echo::default(), data);
    assert_eq!(heard, data.to_ascii_uppercase());
}
