//! What loopback itself costs: one thread has both ends of every connection,
//! so that nobody waits for anybody. No server and its caller on one core can
//! be faster.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// Requests a second of this size, on so many connections in turn.
pub(crate) fn floor(
    connections: usize,
    size: usize,
    time: Duration,
) -> io::Result<f64> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let pair = |_| -> io::Result<(TcpStream, TcpStream)> {
        let ours = TcpStream::connect(address)?;
        let (theirs, _) = listener.accept()?;
        ours.set_nodelay(true)?;
        theirs.set_nodelay(true)?;
        Ok((ours, theirs))
    };
    let mut pairs: Vec<_> =
        (0..connections).map(pair).collect::<io::Result<_>>()?;
    let mut words = vec![b'a'; size];
    let (begun, mut count) = (Instant::now(), 0u64);
    while begun.elapsed() < time {
        for (ours, theirs) in &mut pairs {
            ours.write_all(&words)?;
            theirs.read_exact(&mut words)?;
            words.make_ascii_uppercase();
            theirs.write_all(&words)?;
            ours.read_exact(&mut words)?;
            count += 1;
        }
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}
