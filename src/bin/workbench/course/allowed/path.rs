//! Paths that an exercise may use.

use proc_macro2::{Delimiter, TokenTree};

use super::plain;
use crate::labs::Exercise;

/// Words that begin a path to code that is not the student's.
pub(super) const ROOTS: &[&str] = &["std", "core", "alloc", "workbench"];

/// What every exercise may use, each with all that is in it.
const COMMON: &[&str] = &[
    "workbench::sync",
    "workbench::thread",
    "std::array",
    "std::borrow",
    "std::cell",
    "std::cmp",
    "std::collections",
    "std::convert",
    "std::error",
    "std::fmt",
    "std::hash",
    "std::iter",
    "std::marker",
    "std::mem",
    "std::num",
    "std::ops",
    "std::option",
    "std::rc",
    "std::result",
    "std::slice",
    "std::str",
    "std::string",
    "std::sync::Arc",
    "std::sync::Weak",
    "std::sync::atomic::Ordering",
    "std::time::Duration",
    "std::vec",
];

/// What to use instead of what begins so; the first that fits.
const INSTEAD: &[(&str, &str)] = &[
    ("std::sync", "use workbench::sync, which the explorer sees"),
    ("core::sync", "use workbench::sync, which the explorer sees"),
    ("std::thread::sleep", "wait for what has to happen"),
    ("std::thread", "use workbench::thread, which the explorer sees"),
    ("std::time", "wait for what has to happen: no clock says when it has"),
    ("workbench::explore", "that is for the check alone"),
    ("workbench::exercise", "that is for the check alone"),
    ("core", "write std, so that it can be looked up"),
    ("alloc", "write std, so that it can be looked up"),
];

/// A path as it stands in a file, with all that a group of `use` has.
pub(super) struct Path {
    /// Each as `std::sync::Arc`, or `std::sync::*`.
    items: Vec<String>,
}

impl Path {
    /// Reads the path that `root` begins; what comes after it.
    pub(super) fn read(
        root: String,
        behind: &[TokenTree],
    ) -> (Self, &[TokenTree]) {
        let mut items = Vec::new();
        let rest = read(root, behind, &mut items);
        (Self { items }, rest)
    }

    /// The items that `exercise` may not use, and what to do instead.
    pub(super) fn refused(
        self,
        exercise: &Exercise,
    ) -> impl Iterator<Item = (String, String)> {
        let is_allowed = |item: &str| {
            let mut all = COMMON.iter().chain(exercise.uses);
            all.any(|allowed| is_in(item, allowed))
        };
        let ban = |item: &str| {
            let mut words = item.split("::");
            words.find_map(|word| exercise.ban(word))
        };
        self.items.into_iter().filter_map(move |item| {
            let instead = match ban(&item) {
                Some(instead) => instead.to_owned(),
                None if is_allowed(&item) => return None,
                None => instead(&item),
            };
            Some((item, instead))
        })
    }
}

/// Whether `item` is `outer`, or something in it.
fn is_in(item: &str, outer: &str) -> bool {
    let rest = item.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn instead(item: &str) -> String {
    let known = INSTEAD.iter().find(|it| is_in(item, it.0));
    known.map_or_else(
        || format!("leave it out, or name what you need of {item}"),
        |it| it.1.to_owned(),
    )
}

/// Reads on from `path`, into `items`; what comes after.
fn read<'t>(
    path: String,
    behind: &'t [TokenTree],
    items: &mut Vec<String>,
) -> &'t [TokenTree] {
    let [TokenTree::Punct(one), TokenTree::Punct(two), rest @ ..] = behind
    else {
        items.push(path);
        return behind;
    };
    if (one.as_char(), two.as_char()) != (':', ':') {
        items.push(path);
        return behind;
    }
    match rest.split_first() {
        Some((TokenTree::Ident(word), rest)) => {
            read(format!("{path}::{}", plain(word)), rest, items)
        }
        Some((TokenTree::Punct(star), rest)) if star.as_char() == '*' => {
            items.push(format!("{path}::*"));
            rest
        }
        Some((TokenTree::Group(group), rest))
            if group.delimiter() == Delimiter::Brace =>
        {
            let inside: Vec<_> = group.stream().into_iter().collect();
            for item in inside.split(is_comma) {
                read_item(&path, item, items);
            }
            rest
        }
        // Of generic parameters: they are looked at for themselves.
        _ => {
            items.push(path);
            rest
        }
    }
}

/// Reads one item of a group.
fn read_item(path: &str, item: &[TokenTree], items: &mut Vec<String>) {
    match item.split_first() {
        Some((TokenTree::Ident(word), rest)) => {
            let word = plain(word);
            match word.as_str() {
                "self" => items.push(path.to_owned()),
                _ => {
                    read(format!("{path}::{word}"), rest, items);
                }
            }
        }
        Some((TokenTree::Punct(star), _)) if star.as_char() == '*' => {
            items.push(format!("{path}::*"));
        }
        Some(_) => items.push(format!("{path}::{{…}}")),
        None => {}
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ',')
}
