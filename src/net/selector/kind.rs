//! Which system call waits.

use std::{fmt, io};

use super::backend::{self, Backend};

/// The system call that waits.
///
/// The default is the fastest of them here: epoll on Linux, poll elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// select(2), of 1983.
    Select,
    /// poll(2), of 1986.
    #[cfg_attr(not(target_os = "linux"), default)]
    Poll,
    /// epoll(7), of 2002, on Linux only.
    #[cfg_attr(target_os = "linux", default)]
    Epoll,
}

impl Kind {
    /// Those that this system has.
    pub const ALL: &[Self] = match cfg!(target_os = "linux") {
        true => &[Self::Select, Self::Poll, Self::Epoll],
        false => &[Self::Select, Self::Poll],
    };

    pub(super) fn open(self) -> io::Result<Box<dyn Backend>> {
        Ok(match self {
            Self::Select => Box::new(backend::Select::default()),
            Self::Poll => Box::new(backend::Poll::default()),
            #[cfg(target_os = "linux")]
            Self::Epoll => Box::new(backend::Epoll::new()?),
            #[cfg(not(target_os = "linux"))]
            Self::Epoll => {
                let why = "only Linux has epoll; use poll";
                return Err(io::Error::new(io::ErrorKind::Unsupported, why));
            }
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Select => "select",
            Self::Poll => "poll",
            Self::Epoll => "epoll",
        })
    }
}
