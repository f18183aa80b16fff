//! What a process uses.

use std::io;
use std::time::Duration;

/// What a process has used, without its children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Processor time.
    pub cpu: Duration,
    /// Bytes of memory that it has now.
    pub memory: u64,
    /// Threads that it has now.
    pub threads: u64,
}

impl Usage {
    /// What the process of this number has used until now.
    ///
    /// # Errors
    ///
    /// `NotFound` if there is none; `Unsupported` but on Linux.
    #[cfg(target_os = "linux")]
    pub fn of(pid: u32) -> io::Result<Self> {
        use nix::time::clock_getcpuclockid;
        use nix::unistd::Pid;

        let absent = || {
            let why = "there is no such process";
            io::Error::new(io::ErrorKind::NotFound, why)
        };
        let status = format!("/proc/{pid}/status");
        let status = std::fs::read_to_string(status).map_err(|_| absent())?;
        let number = |name: &str| {
            let line = status.lines().find_map(|it| it.strip_prefix(name));
            let first = line.and_then(|it| it.split_whitespace().next());
            first.and_then(|it| it.parse::<u64>().ok())
        };
        // One that has ended has none, though its parent may not know yet.
        let memory = number("VmRSS:").ok_or_else(absent)? * 1024;
        let clock = clock_getcpuclockid(Pid::from_raw(pid.cast_signed()))?;
        Ok(Self {
            cpu: clock.now()?.into(),
            memory,
            threads: number("Threads:").unwrap_or(1),
        })
    }

    /// What the process of this number has used until now.
    ///
    /// # Errors
    ///
    /// `Unsupported` but on Linux.
    #[cfg(not(target_os = "linux"))]
    pub fn of(_: u32) -> io::Result<Self> {
        let why = "only Linux tells what another process uses";
        Err(io::Error::new(io::ErrorKind::Unsupported, why))
    }

    /// The same, with only the processor time that came after `before`.
    pub(super) fn since(self, before: Self) -> Self {
        Self { cpu: self.cpu.saturating_sub(before.cpu), ..self }
    }
}
