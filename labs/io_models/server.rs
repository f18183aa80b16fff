//! The server, in a process of its own: what it does and what it costs is
//! then its own.

use std::net::SocketAddr;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use workbench::net::model::{Model, Server, Upper};
use workbench::process::{Connection, Entry, Pipe, Process};

/// Serves until its parent hangs up. Whatever the parent says meanwhile is
/// answered with the time that this process has computed for, in ns.
pub(super) static SERVES: Entry = Entry::new("io-models-serves", |child| {
    let mut parent = child.connection();
    let model = child.args()[0].parse().unwrap();
    let server = match Server::bind("127.0.0.1:0", model, Upper::new) {
        Ok(server) => server,
        Err(why) => {
            parent.send(why.to_string()).unwrap();
            return 0;
        }
    };
    let stop = server.stopper();
    parent.send(server.address().to_string()).unwrap();
    let hears = std::thread::spawn(move || {
        while let Ok(Some(_)) = parent.recv() {
            let now = clock_gettime(ClockId::ProcessCPUTime);
            let now = Duration::new(now.tv_sec as u64, now.tv_nsec as u32);
            parent.send(now.as_nanos().to_string()).unwrap();
        }
        stop.stop();
    });
    allow_counting();
    server.serve_forever().unwrap();
    hears.join().unwrap();
    0
});

/// Some systems let a process be watched by its parents only, and the counter
/// is none. Those that do not know of that need not be asked.
fn allow_counting() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_ptracer(rustix::process::PTracer::Any);
}

/// A server that has been started, until this is dropped.
pub(super) struct Served {
    process: Process,
    /// Gone when it is to stop.
    line: Option<Connection>,
    pub(super) address: SocketAddr,
}

impl Served {
    /// Starts it; if this system has no such model, why.
    pub(super) fn start(model: Model) -> Result<Self, String> {
        let (mut line, there) = Pipe::new().named("orders").duplex().unwrap();
        let process = Process::new(&SERVES).named("server");
        let mut process = process.arg(model).pipe(there);
        process.start().unwrap();
        let said = line.recv_text().unwrap().unwrap();
        match said.parse() {
            Ok(address) => Ok(Self { process, line: Some(line), address }),
            Err(_) => {
                process.join();
                Err(said)
            }
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.pid().unwrap()
    }

    /// How long it has computed.
    pub(super) fn cpu(&mut self) -> Duration {
        let line = self.line.as_mut().unwrap();
        line.send("cpu").unwrap();
        let nanos = line.recv_text().unwrap().unwrap();
        Duration::from_nanos(nanos.parse().unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.line = None;
        self.process.join();
    }
}
