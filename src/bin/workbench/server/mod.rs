//! `workbench server`: the socket servers on their own.

#[cfg(unix)]
mod modelled;
#[cfg(unix)]
mod plan;
#[cfg(unix)]
mod serve;
#[cfg(unix)]
mod told;

#[cfg(unix)]
pub(crate) use serve::{entries, run};

/// What a process of a server runs: there is none.
#[cfg(not(unix))]
pub(crate) fn entries() -> Vec<&'static workbench::process::Entry> {
    Vec::new()
}

/// Says that there is none.
#[cfg(not(unix))]
pub(crate) fn run(_: &crate::args::Server) -> anyhow::Result<()> {
    let why = "'workbench server' needs Unix; 'workbench client' works here";
    Err(crate::output::Usage::new(why).into())
}
