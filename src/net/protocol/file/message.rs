//! The headers of the file protocol.

use serde::{Deserialize, Serialize};

/// What a client asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::net) struct Request {
    pub(in crate::net) cmd: Verb,
    /// The served folder where there is none.
    #[serde(default)]
    pub(in crate::net) filename: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::net) filesize: Option<u64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(in crate::net) offset: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(in crate::net) reply: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::net) enum Verb {
    Put,
    Get,
    Ls,
    Part,
}

/// What comes before the bytes of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::net) struct Head {
    pub(in crate::net) cmd: Verb,
    pub(in crate::net) filename: String,
    pub(in crate::net) filesize: u64,
}

/// How a request has ended.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::net) struct Reply {
    pub(in crate::net) status: Status,
    pub(in crate::net) error: Option<String>,
    pub(in crate::net) sha256: Option<String>,
    /// How much of an upload is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::net) offset: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::net) enum Status {
    Ok,
    Error,
}

/// An entry of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is called, without the folder.
    pub name: String,
    /// In bytes; a folder has none.
    pub size: Option<u64>,
}

impl Reply {
    #[cfg(target_os = "linux")]
    pub(super) fn ok(sha256: String) -> Self {
        let sha256 = Some(sha256);
        Self { status: Status::Ok, error: None, sha256, offset: None }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn error(why: &std::io::Error) -> Self {
        let error = Some(why.to_string());
        Self { status: Status::Error, error, sha256: None, offset: None }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_false(it: &bool) -> bool {
    !it
}
