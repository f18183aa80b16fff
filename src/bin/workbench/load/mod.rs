//! `workbench load`: asks an echo server often, and says how long it took.

#[cfg(unix)]
mod figures;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod told;

#[cfg(unix)]
pub(crate) use run::run;

/// Says that there is none.
#[cfg(not(unix))]
pub(crate) fn run(
    _: &crate::args::Load,
) -> anyhow::Result<std::process::ExitCode> {
    Err(crate::output::Usage::new("'workbench load' needs Unix").into())
}
