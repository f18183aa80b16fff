//! Switches between coroutines of one thread.

use std::hint::black_box;

use corosensei::Coroutine;
use workbench::coroutine::{Generator, Greenlet};

use crate::contest::{Contender, Row};
use crate::goal::Goal;
use crate::load::alone;
use crate::python::Python;
use crate::scale::Scale;

pub(crate) fn rows(scale: Scale, python: &Python) -> Vec<Row> {
    let count = scale.count(1_000_000);
    vec![
        generator(count, python).goal(Goal::cost_at_most("corosensei", 2.0)),
        greenlet(count, python).goal(Goal::speed_at_least("greenlet", 30.0)),
    ]
}

/// A value in, a value out.
fn generator(count: u64, python: &Python) -> Row {
    let ours = [
        Contender::ours(move || {
            let mut echo = Generator::new(|y| {
                let mut answer = 0;
                loop {
                    answer = y.yield_(answer) + 1;
                }
            });
            let _: Option<u64> = echo.next();
            alone(count, |n| {
                black_box(echo.send(n).expect("it never ends"));
            })
        }),
        Contender::new("corosensei", move || {
            let mut echo = Coroutine::new(|y, mut value: u64| -> () {
                loop {
                    value = y.suspend(value + 1);
                }
            });
            alone(count, |n| {
                black_box(echo.resume(n).as_yield().expect("it never ends"));
            })
        }),
    ];
    let python = python.does(format!("generator {count}"));
    Row::new("generator, send", "").cell("", ours.into_iter().chain(python))
}

/// There and back is two switches, and main is one of the two.
fn greenlet(count: u64, python: &Python) -> Row {
    let ours = Contender::ours(move || {
        let main = Greenlet::current();
        let echo = Greenlet::new(move |mut value: u64| {
            loop {
                value = main.switch(value + 1);
            }
        });
        alone(count / 2, |n| {
            black_box(echo.switch(n));
        }) / 2.0
    });
    let rival = python.does_greenlet(format!("greenlet {count}"));
    Row::new("greenlet, switch", "").cell("", [ours].into_iter().chain(rival))
}
