//! The two phases of a read, and whose affair they are.

use workbench::net::model::Model;

/// Who waits for the data, who copies it into the program's memory, and what
/// tells the program.
pub(super) struct Phases {
    pub(super) waits: &'static str,
    pub(super) copies: &'static str,
    pub(super) tells: &'static str,
}

impl Phases {
    pub(super) const fn of(model: Model) -> Self {
        let (waits, copies, tells) = match model {
            Model::Blocking => {
                ("a thread each, in recv", "recv", "that recv returns")
            }
            Model::NonBlocking => ("nobody", "recv", "nothing: it has to ask"),
            Model::Select => {
                ("one thread, in select", "recv", "select marks who is ready")
            }
            Model::Poll => {
                ("one thread, in poll", "recv", "poll marks who is ready")
            }
            Model::Epoll => {
                ("one thread, in epoll_wait", "recv", "epoll_wait names who is")
            }
            Model::Sigio => {
                ("one thread, for a signal", "recv", "a signal names who is")
            }
            Model::Uring => ("the kernel", "the kernel", "an entry in a ring"),
        };
        Self { waits, copies, tells }
    }
}
