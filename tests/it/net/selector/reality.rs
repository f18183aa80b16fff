//! Where there is no selector, and how a trace shows one.

use workbench::explore::Explorer;
use workbench::trace::{State, What, record};

use super::*;

#[test]
fn explored_program_has_no_selector_and_is_told_so() {
    let report = Explorer::new().run(|| drop(sockets(Kind::Poll)));
    let told = report.render();
    assert!(told.contains("sockets are real only"), "{told}");
}

#[test]
fn wait_is_shown_with_the_selectors_name() {
    let ((), trace) = record(|| {
        let mut selector = sockets(Kind::Poll).named("selector");
        let (one, _other) = pair();
        selector.register(one, Interest::Write, "").unwrap();
        selector.select(&mut Events::new(), None).unwrap();
    });
    let waits = trace.events.iter().filter_map(|event| match event.what {
        What::State { state: State::Io, object } => object,
        _ => None,
    });
    let names = waits.map(|it| trace.objects[it as usize].name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["selector"]);
}
