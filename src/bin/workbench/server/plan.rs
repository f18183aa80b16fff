//! What is to be served, and where: looked at before anything is begun.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::args::{Served, Server};
use crate::output::{self, Usage};

/// What is served. A process that serves one request is told in JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Plan {
    Echo,
    Udp,
    Unix(PathBuf),
    Command(Vec<String>),
    File(PathBuf),
}

impl Plan {
    /// # Errors
    ///
    /// If a word is missing, or has no place.
    pub(super) fn new(args: &Server) -> Result<Self, Usage> {
        let given = [
            ("--root", args.root.is_some(), Served::File),
            ("--allow", !args.allow.is_empty(), Served::Command),
            ("--path", args.path.is_some(), Served::Unix),
            ("--model", args.model.is_some(), Served::Echo),
        ];
        for (option, is_given, kind) in given {
            if is_given && args.kind != kind {
                let kind = format!("{kind:?}").to_lowercase();
                return Err(Usage::new(format!(
                    "'{option}' is for 'workbench server {kind}'"
                )));
            }
        }
        Ok(match args.kind {
            Served::Echo => Self::Echo,
            Served::Udp => Self::Udp,
            Served::Unix => Self::Unix(args.path.clone().ok_or_else(|| {
                Usage::new(
                    "a local server needs a name in the file system; add \
                     '--path FILE'",
                )
            })?),
            Served::Command if args.allow.is_empty() => {
                return Err(Usage::new(
                    "a command server runs nothing but what it is told to; \
                     add what: --allow 'date,uname -a'",
                ));
            }
            Served::Command => Self::Command(args.allow.clone()),
            Served::File => Self::File(args.root.clone().ok_or_else(|| {
                Usage::new(
                    "a file server gives and takes the files of one folder; \
                     add which: --root DIR",
                )
            })?),
        })
    }

    /// What everybody can do who reaches it.
    fn danger(&self) -> String {
        match self {
            Self::Echo | Self::Udp | Self::Unix(_) => "talk to it".to_owned(),
            Self::Command(allowed) => format!("run {}", allowed.join(", ")),
            Self::File(root) => {
                format!("read and replace the files in '{}'", root.display())
            }
        }
    }

    /// Where to listen: on this machine, unless something else is said twice.
    ///
    /// # Errors
    ///
    /// If that is no address, or one that others reach and `--expose` is
    /// missing.
    pub(super) fn address(&self, args: &Server) -> Result<SocketAddr, Usage> {
        let bind = &args.bind;
        let unknown = || {
            Usage::new(format!(
                "'{bind}' is no address; try '--bind 127.0.0.1'"
            ))
        };
        let address = match bind.parse::<IpAddr>() {
            Ok(address) => (address, args.port).into(),
            Err(_) => (bind.as_str(), args.port)
                .to_socket_addrs()
                .ok()
                .and_then(|mut found| found.next())
                .ok_or_else(unknown)?,
        };
        if address.ip().is_loopback() {
            return Ok(address);
        }
        let danger = self.danger();
        if !args.expose {
            return Err(Usage::new(format!(
                "'{bind}' can be reached from other machines: everybody \
                 there could {danger}; add '--expose' if that is meant"
            )));
        }
        output::warn(&format!(
            "everybody who reaches {bind} can {danger}, and nothing is \
             encrypted"
        ));
        Ok(address)
    }
}

/// Why nothing can be served.
pub(super) fn refused(why: &io::Error) -> Usage {
    let hint = match why.kind() {
        io::ErrorKind::AddrInUse => {
            "; take another place, or end who listens there"
        }
        io::ErrorKind::PermissionDenied => "; ports below 1024 are root's",
        _ => "",
    };
    Usage::new(format!("{why}{hint}"))
}

/// As [`refused`], of a name in the file system.
pub(super) fn refused_at(path: &Path, why: &io::Error) -> Usage {
    match why.kind() {
        io::ErrorKind::AddrInUse => Usage::new(format!(
            "'{}' is there already; remove it if no server listens there",
            path.display()
        )),
        _ => Usage::new(why.to_string()),
    }
}
