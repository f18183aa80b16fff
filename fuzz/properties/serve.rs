//! A server's request path, on one of two sockets that are connected.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::thread;

use workbench::net::server::{Connection, Handler};

/// What `handler` answers to a caller who says this and then listens.
pub(crate) fn answer(
    handler: &impl Handler<Connection<UnixStream>>,
    said: &[u8],
) -> Vec<u8> {
    let (caller, served) = UnixStream::pair().expect("two descriptors");
    thread::scope(|scope| {
        let server = scope.spawn(move || {
            let mut served = Connection::accepted(served).expect("a peer");
            // What is wrong with the request, which is what is tried here.
            let _ = handler.handle(&mut served);
        });
        let mut talker = &caller;
        let asks = scope.spawn(move || {
            // The server may have hung up.
            let _ = talker.write_all(said);
            let _ = talker.shutdown(Shutdown::Write);
        });
        let mut heard = Vec::new();
        let _ = (&caller).read_to_end(&mut heard);
        // A scope ends before its threads have: these take memory with them.
        for thread in [server, asks] {
            thread.join().expect("nobody panics");
        }
        heard
    })
}
