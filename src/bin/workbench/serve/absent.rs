//! `workbench serve` where the page was left out.

use anyhow::Result;

use crate::args;
use crate::output::Usage;

/// There is nothing to serve.
pub(crate) fn run(_: &args::Serve) -> Result<()> {
    let why = "this workbench was built without its page; 'cargo install \
               --path . --features web' builds it with the page";
    Err(Usage::new(why).into())
}
