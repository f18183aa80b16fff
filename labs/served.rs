//! A server beside its callers.

use std::net::SocketAddr;

use workbench::net::server::{Handler, Server, Tcp, Transport};

use super::named;

/// Runs the server on a thread of its own while `call` calls it; what comes
/// of that, and the server, which has stopped.
pub(crate) fn beside<H, T>(
    server: Server<Tcp, H>,
    call: impl FnOnce(SocketAddr) -> T,
) -> (T, Server<Tcp, H>)
where
    H: Handler<<Tcp as Transport>::Request>,
{
    let (address, stop) = (server.address(), server.stopper());
    let serving = named("server").spawn(move || {
        server.serve_forever().unwrap();
        server
    });
    let heard = call(address);
    stop.stop();
    let server = serving.unwrap().join();
    (heard, server.unwrap())
}
