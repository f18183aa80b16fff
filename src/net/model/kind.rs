//! The seven ways, by name.

use std::fmt;
use std::str::FromStr;

/// How a server waits for its connections; see the [module](super).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Model {
    /// A thread for each connection.
    Blocking,
    /// Every connection is asked, again and again.
    NonBlocking,
    /// `select`.
    Select,
    /// `poll`.
    Poll,
    /// `epoll`; Linux.
    Epoll,
    /// A signal for every arrival: `O_ASYNC`; Linux.
    Sigio,
    /// Operations that the system does by itself: io_uring; Linux 6.0.
    Uring,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Blocking,
        Self::NonBlocking,
        Self::Select,
        Self::Poll,
        Self::Epoll,
        Self::Sigio,
        Self::Uring,
    ];

    /// Its name: `nonblocking`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::NonBlocking => "nonblocking",
            Self::Select => "select",
            Self::Poll => "poll",
            Self::Epoll => "epoll",
            Self::Sigio => "sigio",
            Self::Uring => "uring",
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Model {
    type Err = UnknownModel;

    fn from_str(name: &str) -> Result<Self, UnknownModel> {
        let named = |model: &Self| model.name() == name;
        let unknown = || UnknownModel(name.to_owned());
        Self::ALL.into_iter().find(named).ok_or_else(unknown)
    }
}

/// The error of a name that no model has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownModel(String);

impl fmt::Display for UnknownModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Model::ALL.map(Model::name).join(", ");
        write!(f, "no model is named '{}'; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownModel {}
