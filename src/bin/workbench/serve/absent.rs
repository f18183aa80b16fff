//! `workbench serve` and `workbench book` where pages were left out.

use anyhow::{Error, Result};

use crate::args;
use crate::output::Usage;

/// There is nothing to serve.
pub(crate) fn run(_: &args::Page) -> Result<()> {
    Err(without("page"))
}

/// There is nothing to serve, either.
pub(crate) fn book(_: &args::Page) -> Result<()> {
    Err(without("book"))
}

fn without(what: &str) -> Error {
    let why = format!(
        "this workbench was built without its {what}; 'cargo install --path . \
         --features web' builds it with the {what}"
    );
    Usage::new(why).into()
}
