//! What `workbench course` understands.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What `workbench course` understands.
#[derive(Args)]
pub(crate) struct Course {
    /// What to do; without it, the list
    #[command(subcommand)]
    pub(crate) command: Option<CourseCommand>,
    /// Plain text: no colour, nothing but ASCII
    #[arg(long, global = true)]
    pub(crate) plain: bool,
}

#[derive(Subcommand)]
pub(crate) enum CourseCommand {
    /// Make a folder with every exercise
    Init {
        /// A folder that is empty, or not there yet
        dir: PathBuf,
    },
    /// List the exercises, and how far you are
    List,
    /// Check an exercise whenever its file is saved
    Watch {
        /// Which; without it, the first that has not passed
        name: Option<String>,
    },
    /// Check an exercise
    Check {
        /// Which; without it, the first that has not passed
        name: Option<String>,
        /// Check them all
        #[arg(long, conflicts_with = "name")]
        all: bool,
    },
    /// Show the next hint
    Hint {
        /// For which; without it, the first that has not passed
        name: Option<String>,
    },
    /// Show a solution, after yours has passed
    Solution {
        /// Of which; without it, the one that passed last
        name: Option<String>,
        /// Show it before that
        #[arg(long)]
        give_up: bool,
    },
    /// Begin an exercise again; what you had is kept beside it
    Reset {
        /// Which
        name: String,
    },
    /// Take over newer exercises and checks; your work stays as it is
    Update,
}
