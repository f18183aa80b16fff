//! One battery for every system call.

macro_rules! for_every_kind {
    ($($claim:ident)*) => {
        mod by_select {
            $(#[test] fn $claim() {
                crate::stress::must_end(|| super::$claim(super::Kind::Select));
            })*
        }
        mod by_poll {
            $(#[test] fn $claim() {
                crate::stress::must_end(|| super::$claim(super::Kind::Poll));
            })*
        }
        #[cfg(target_os = "linux")]
        mod by_epoll {
            $(#[test] fn $claim() {
                crate::stress::must_end(|| super::$claim(super::Kind::Epoll));
            })*
        }
    };
}

pub(super) use for_every_kind;
