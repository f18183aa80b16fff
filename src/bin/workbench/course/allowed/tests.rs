//! What is refused, and what is not.

use super::{TAIL, refusals};
use crate::labs::Exercise;

const EXERCISE: Exercise = Exercise {
    name: "example",
    title: "",
    minutes: 0,
    uses: &["std::io"],
    bans: &[("sleep", "wait")],
    starter: "",
    check: "",
    solution: "",
    hints: "",
};

/// What is refused of a file with `text` in it.
fn refused(text: &str) -> Vec<String> {
    let file = format!("{text}\n{TAIL}\n");
    let refusals = refusals(&file, &EXERCISE).unwrap();
    refusals.into_iter().filter_map(|it| it.what).collect()
}

#[test]
fn what_is_on_the_list_is_allowed_however_it_is_written() {
    for text in [
        "use std::sync::Arc;",
        "use ::std::sync::Arc as A;",
        "use std::{fmt::{self, Debug}, sync::{Arc, Weak}};",
        "use std::collections::*;",
        "use r#std::r#sync::Arc;",
        "fn f() { let x = std::sync::Arc::<Vec<u8>>::new(vec![]); }",
        "fn f(x: &dyn std::fmt::Display) -> std::io::Result<()> { g!(x) }",
        "use workbench::{sync::Mutex, thread::{self, Builder}};",
        "#[derive(Debug)] #[must_use] struct S;",
        "//! std::process::exit in a comment\nfn f() { \"std::fs\"; }",
        "fn f<'std>(x: &'static str) -> &'static str { x }",
    ] {
        assert_eq!(refused(text), [""; 0], "{text}");
    }
}

#[test]
fn paths_that_are_not_on_the_list_are_refused_whole() {
    for (text, what) in [
        ("use std::sync::Mutex;", "std::sync::Mutex"),
        ("use std::sync::{Arc, mpsc::channel};", "std::sync::mpsc::channel"),
        ("use std::{io, {sync::Arc, process}};", "std::{…}"),
        ("use std::sync::{self};", "std::sync"),
        ("use std::sync::*;", "std::sync::*"),
        ("use std::*;", "std::*"),
        ("use std::{*};", "std::*"),
        ("use std as x;", "std"),
        ("use std::{self as x};", "std"),
        ("use ::std::process::exit as quit;", "std::process::exit"),
        ("use {std::fmt, std::fs};", "std::fs"),
        ("use core::sync::atomic::AtomicU8;", "core::sync::atomic::AtomicU8"),
        ("fn f() { r#std::r#process::exit(0) }", "std::process::exit"),
        ("fn f() { vec![std::process::id()]; }", "std::process::id"),
        ("#[derive(std::x::Y)] struct S;", "std::x::Y"),
        ("fn f() { <std::fs::File>::open(\"x\"); }", "std::fs::File::open"),
        ("use workbench::explore::reach;", "workbench::explore::reach"),
        ("use workbench as w;", "workbench"),
        ("fn f() { m!(std process) }", "std"),
        ("fn f() { std::$a::b() }", "std"),
        (
            "fn f() { let a = std /* */ :: /* */ env :: vars(); }",
            "std::env::vars",
        ),
        ("use std::io::{Read, Write}; use std::iota;", "std::iota"),
    ] {
        let found = refused(text);
        let first = found.first().map(String::as_str);
        assert!(
            first.is_some_and(|it| what.starts_with(it)),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn what_brings_in_words_from_elsewhere_is_refused() {
    for (text, what) in [
        ("macro_rules! m { ($a:ident) => { $a::fs } }", "macro_rules"),
        ("extern crate std as x;", "extern"),
        ("extern \"C\" { fn exit(code: i32) -> !; }", "extern"),
        ("fn f() { unsafe { } }", "unsafe"),
        ("include!(\"x.rs\");", "include"),
        ("mod other;", "mod other;"),
        ("#[path = \"x.rs\"] mod x { }", "#[path]"),
        ("#[cfg_attr(all(), path = \"x.rs\")] mod x { }", "#[cfg_attr]"),
        ("#![no_std]", "#[no_std]"),
        ("#[test] fn check() { }", "#[test]"),
        ("static X: u8 = 0;", "static"),
        ("thread_local! { }", "thread_local"),
        ("fn f() { thread::sleep(x) }", "sleep"),
        ("use workbench::thread::sleep as nap;", "workbench::thread::sleep"),
    ] {
        assert!(refused(text).contains(&what.to_owned()), "{text}");
    }
}

#[test]
fn end_without_its_check_is_refused() {
    for file in [
        "",
        "fn f() { }",
        "#[cfg(test)] mod check { }",
        "#[cfg(test)] #[path = \"other.rs\"] mod check;",
        "#[path = \"check.rs\"] mod check;",
        "#[cfg(test)] #[path = \"check.rs\"] mod check; fn f() { }",
    ] {
        let refusals = refusals(file, &EXERCISE).unwrap();
        assert_eq!(refusals[0].what, None, "{file}");
    }
}

#[test]
fn place_is_said_by_line_and_column() {
    let file = format!("use std::fmt;\n  use std::fs;\n{TAIL}");
    let refusal = &refusals(&file, &EXERCISE).unwrap()[0];
    assert_eq!((refusal.line, refusal.column), (2, 7));
}

#[test]
fn brackets_without_end_are_refused_and_not_followed() {
    let file = format!("{}{}", "(".repeat(9999), ")".repeat(9999));
    assert_eq!(refused(&file), ["128 brackets in each other"]);
}

#[test]
fn what_is_no_rust_is_left_to_the_compiler() {
    assert_eq!(refusals("fn f() {", &EXERCISE), None);
}
