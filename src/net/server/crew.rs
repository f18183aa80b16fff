//! Those who serve: threads, a pool's workers, processes.

use std::sync::Arc;
use std::{io, mem};

use super::handler::{Fault, Handler};
use super::live::Ticket;
use super::mode::{Kind, Mode};
use super::transport::Request;
use super::work::{Work, tell};
use crate::net::lane::Lane;
use crate::process::{Pipe, Process};
use crate::queue::{Queue, Shutdown};
use crate::thread::{Builder, JoinHandle};

/// Those who serve the requests of a server.
pub(super) struct Crew<R, H> {
    /// Threads that have not been joined.
    threads: Vec<JoinHandle<()>>,
    kind: Serving<R, H>,
}

enum Serving<R, H> {
    Here,
    Threads,
    Pool(Arc<Waiting<R, H>>),
    Processes(Arc<dyn Fn() -> Process + Send + Sync>),
}

/// Requests that wait for a worker.
type Waiting<R, H> = Queue<(Work<R, H>, Lane)>;

/// Threads that are kept before those that have ended are looked for.
const KEPT: usize = 64;

impl<R: Request, H: Handler<R>> Crew<R, H> {
    pub(super) fn new(mode: &Mode) -> io::Result<Self> {
        let mut threads = Vec::new();
        let kind = match &mode.0 {
            Kind::Iterative => Serving::Here,
            Kind::Threads => Serving::Threads,
            Kind::Processes(plan) => Serving::Processes(plan.clone()),
            Kind::Pool { workers } => {
                let queue = Queue::unbounded().named("requests");
                let queue: Arc<Waiting<R, H>> = Arc::new(queue);
                for number in 1..=*workers {
                    let queue = queue.clone();
                    let work = move || {
                        while let Ok((work, lane)) = queue.get() {
                            work.serve(lane);
                        }
                    };
                    let worker =
                        Builder::new().name(format!("worker-{number}"));
                    threads.push(worker.spawn(work)?);
                }
                Serving::Pool(queue)
            }
        };
        Ok(Self { threads, kind })
    }

    /// Lets somebody serve it.
    pub(super) fn take(&mut self, work: Work<R, H>) {
        let (handler, peer) =
            (work.handler.clone(), work.request.peer().clone());
        let started = match &self.kind {
            Serving::Here => {
                let lane = work.lane();
                return work.serve(lane);
            }
            Serving::Threads => {
                let name = work.name();
                self.start(&name, || work.serve(Lane::default()))
            }
            Serving::Pool(queue) => {
                let lane = work.lane();
                // Only `end` shuts it down.
                let _ = queue.put((work, lane));
                return;
            }
            Serving::Processes(plan) => {
                let name = work.name();
                let process = plan().named(name.clone());
                self.start(&format!("for {name}"), move || {
                    in_process(work, process)
                })
            }
        };
        if let Err(why) = started {
            tell(&*handler, Some(&peer), &Fault::Start(why));
        }
    }

    fn start(
        &mut self,
        name: &str,
        body: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        if self.threads.len() >= KEPT && self.threads.len().is_power_of_two() {
            self.threads.retain(|thread| !thread.is_finished());
        }
        self.threads.push(Builder::new().name(name).spawn(body)?);
        Ok(())
    }

    /// Waits for all of them, when every request has ended.
    pub(super) fn end(mut self) {
        let threads = mem::take(&mut self.threads);
        drop(self);
        for thread in threads {
            // What it panicked with was told when it did.
            let _ = thread.join();
        }
    }
}

impl<R, H> Drop for Crew<R, H> {
    /// A pool's workers end when their queue is empty.
    fn drop(&mut self) {
        if let Serving::Pool(queue) = &self.kind {
            queue.shutdown(Shutdown::Drain);
        }
    }
}

/// Serves it in a process.
fn in_process<R: Request, H: Handler<R>>(work: Work<R, H>, process: Process) {
    let Work { request, ticket, handler } = work;
    let peer = request.peer().clone();
    let fault = match started(request, process, &ticket) {
        Ok(process) => {
            process.join();
            process.exit_code().filter(|code| *code != 0).map(Fault::Exited)
        }
        Err(why) => Some(Fault::Start(why)),
    };
    if let Some(fault) = fault {
        tell(&*handler, Some(&peer), &fault);
    }
    drop(ticket);
}

fn started<R: Request>(
    request: R,
    process: Process,
    ticket: &Ticket,
) -> io::Result<Arc<Process>> {
    let (socket, rest) = request.pack()?;
    let (reader, mut writer) = Pipe::new().one_way()?;
    let mut process = process.pipe(socket).pipe(reader);
    process.start()?;
    writer.send(rest)?;
    let process = Arc::new(process);
    let cut = process.clone();
    ticket.cut_by(Box::new(move || cut.terminate()));
    Ok(process)
}
