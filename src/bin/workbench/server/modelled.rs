//! An echo server that waits for its callers in one of seven ways.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context, Result};
use workbench::net::model::{Model, Server, Upper};

use super::plan::refused;
use super::serve::announce;
use super::told::Teller;
use crate::args;

/// Serves until it is stopped by a signal.
pub(super) fn run(address: SocketAddr, model: args::Model) -> Result<()> {
    let teller = Teller::default();
    let tell = move |why: &io::Error| {
        teller.tell(format!("no connection was accepted: {why}"));
    };
    let server = Server::bind(address, named(model), Upper::new);
    let server = server.map_err(|why| refused(&why))?.on_error(tell);
    announce(server.stopper(), server.address())?;
    server.serve_forever().context("the server cannot go on")
}

fn named(model: args::Model) -> Model {
    match model {
        args::Model::Blocking => Model::Blocking,
        args::Model::Nonblocking => Model::NonBlocking,
        args::Model::Select => Model::Select,
        args::Model::Poll => Model::Poll,
        args::Model::Epoll => Model::Epoll,
        args::Model::Sigio => Model::Sigio,
        args::Model::Uring => Model::Uring,
    }
}
