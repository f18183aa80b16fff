//! Why a thread cannot make a step.

use std::fmt;

/// A step that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotStep {
    /// There is no such thread.
    NoThread,
    /// The program has come to an end, whichever.
    Over,
    /// This thread has ended.
    Ended(String),
    /// The thread has to wait.
    Waits {
        /// Its name.
        thread: String,
        /// For what.
        what: String,
        /// Who has that, if one thread has.
        holder: Option<String>,
    },
    /// This thread looks at the same again and again, and finds nothing new:
    /// it is set aside until others have gone on.
    Rests(String),
    /// Its operation cannot have this outcome.
    NoOutcome(String),
}

impl fmt::Display for CannotStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoThread => f.write_str("there is no such thread"),
            Self::Over => f.write_str("the program is over"),
            Self::Ended(name) => write!(f, "{name} has ended"),
            Self::Waits { thread, what, holder: None } => {
                write!(f, "{thread} waits for {what}")
            }
            Self::Waits { thread, what, holder: Some(holder) } => {
                let has = match holder == thread {
                    true => "it has itself".to_owned(),
                    false => format!("{holder} has"),
                };
                write!(f, "{thread} waits for {what}, which {has}")
            }
            Self::Rests(name) => write!(
                f,
                "{name} finds nothing new where it looks: let others go on \
                 first"
            ),
            Self::NoOutcome(name) => {
                write!(f, "{name} cannot go on in that way")
            }
        }
    }
}

impl std::error::Error for CannotStep {}
