//! Where the command keeps what is the user's own.

use std::env;
use std::path::PathBuf;

use etcetera::base_strategy::{BaseStrategy, choose_base_strategy};

/// The folder for it, which need not be there yet: `WORKBENCH_HOME`, or one
/// of its own where a user's data lies, `~/.local/share/workbench`. None
/// for a user without a home.
pub(crate) fn home() -> Option<PathBuf> {
    let named = env::var_os("WORKBENCH_HOME").filter(|it| !it.is_empty());
    let usual = || {
        let data = choose_base_strategy().ok()?.data_dir();
        Some(data.join("workbench"))
    };
    named.map(PathBuf::from).or_else(usual)
}
