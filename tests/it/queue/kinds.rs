//! Every claim of a queue, for each of its types.

#[path = "../../shared/queues.rs"]
mod queues;

pub(super) use queues::*;

/// Makes every claim, a function of a [`Kind`], a test of every queue type.
macro_rules! for_every_queue {
    ($($claim:ident)*) => {
        mod textbook {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Textbook>);
            })*
        }
        mod fast {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Fast>);
            })*
        }
        mod lifo {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Lifo>);
            })*
        }
        mod priority {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Priority>);
            })*
        }
    };
}

/// As [`for_every_queue`], for those that are first in, first out.
macro_rules! for_every_fifo {
    ($($claim:ident)*) => {
        mod fifo_textbook {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Textbook>);
            })*
        }
        mod fifo_fast {
            $(#[test] fn $claim() {
                crate::stress::must_end(super::$claim::<super::kinds::Fast>);
            })*
        }
    };
}

pub(super) use {for_every_fifo, for_every_queue};
