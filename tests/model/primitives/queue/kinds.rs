//! Every claim of a queue, for each of its types.

#[path = "../../../shared/queues.rs"]
#[expect(dead_code, reason = "other tests ask more of a queue")]
mod queues;

pub(super) use queues::*;

/// Makes every claim, a function of a [`Kind`], a test of every queue type.
macro_rules! for_every_queue {
    (@ $name:ident $kind:ident $($claim:ident)*) => {
        mod $name {
            $(#[test] fn $claim() {
                super::$claim::<super::super::kinds::$kind>();
            })*
        }
    };
    ($($claim:ident)*) => {
        for_every_queue! { @ textbook Textbook $($claim)* }
        for_every_queue! { @ fast Fast $($claim)* }
        for_every_queue! { @ lifo Lifo $($claim)* }
        for_every_queue! { @ priority Priority $($claim)* }
    };
}

pub(super) use for_every_queue;
