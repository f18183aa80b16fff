//! Which words an exercise may use, looked at before anything is compiled.
//!
//! A list of what is forbidden would be got around by a re-export, another
//! name or a macro. So it is said what is allowed: whatever stands in the
//! file as `std`, `core`, `alloc` or `workbench` begins a path that is written
//! out and is on the list ([`path`]). What could bring such a word in from
//! elsewhere is refused: macros of one's own, other files, other crates,
//! attributes that are not known to be harmless, and unsafe code.

mod path;

use std::fmt;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use crate::labs::Exercise;
use path::Path;

/// The end of every file, which the check hangs on.
const TAIL: &str = "#[cfg(test)] #[path = \"check.rs\"] mod check;";

/// How deep brackets may be nested: as deep as the compiler has them.
const DEEPEST: usize = 128;

/// Attributes that bring nothing in.
const ATTRIBUTES: &[&str] = &[
    "allow",
    "cold",
    "default",
    "deny",
    "derive",
    "doc",
    "expect",
    "inline",
    "must_use",
    "track_caller",
    "warn",
];

/// Words that are refused wherever they stand, and what to do instead.
const WORDS: &[(&str, &str)] = &[
    ("unsafe", "safe code is enough"),
    ("extern", "this library is all that is needed"),
    ("macro_rules", "write a function"),
    ("include", "write it into this file"),
    ("thread_local", "let threads share what they need"),
    ("static", "make it where it is used, so that every execution has its own"),
];

/// Something that an exercise may not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) line: usize,
    pub(super) column: usize,
    /// As it stands there; nothing of a file that ends as it should not.
    pub(super) what: Option<String>,
    pub(super) instead: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Some(what) => write!(f, "'{what}' is not for this exercise"),
            None => f.write_str("the file does not end as it was given"),
        }
    }
}

/// What `text` has that `exercise` does not allow; nothing if it cannot be
/// cut into words, which the compiler has to say.
pub(super) fn refusals(
    text: &str,
    exercise: &Exercise,
) -> Option<Vec<Refusal>> {
    let tokens: Vec<TokenTree> =
        text.parse::<TokenStream>().ok()?.into_iter().collect();
    let tail: Vec<TokenTree> =
        TAIL.parse::<TokenStream>().ok()?.into_iter().collect();
    let (tokens, end) =
        tokens.split_at(tokens.len().saturating_sub(tail.len()));
    let mut looking = Looking { exercise, refusals: Vec::new() };
    if words(end) == words(&tail) {
        looking.look(tokens, 0);
    } else {
        let last = end.last().map_or_else(Span::call_site, TokenTree::span);
        let instead = format!("let its last line be {TAIL}");
        looking.refuse(last, None, &instead);
    }
    Some(looking.refusals)
}

/// As it is written, without the spaces.
fn words(tokens: &[TokenTree]) -> String {
    tokens.iter().cloned().collect::<TokenStream>().to_string()
}

struct Looking<'a> {
    exercise: &'a Exercise,
    refusals: Vec<Refusal>,
}

impl Looking<'_> {
    fn refuse(&mut self, at: Span, what: Option<String>, instead: &str) {
        let start = at.start();
        self.refusals.push(Refusal {
            line: start.line,
            column: start.column + 1,
            what,
            instead: instead.to_owned(),
        });
    }

    fn look(&mut self, tokens: &[TokenTree], depth: usize) {
        let mut rest = tokens;
        while let Some((first, behind)) = rest.split_first() {
            rest = behind;
            match first {
                TokenTree::Group(group) if depth == DEEPEST => {
                    let what = format!("{DEEPEST} brackets in each other");
                    self.refuse(
                        group.span_open(),
                        Some(what),
                        "a few are enough",
                    );
                }
                TokenTree::Group(group) => {
                    let inside: Vec<_> = group.stream().into_iter().collect();
                    self.look(&inside, depth + 1);
                }
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    self.attribute(behind);
                }
                // A lifetime is no word.
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    rest = behind.get(1..).unwrap_or_default();
                }
                TokenTree::Ident(word) => rest = self.word(word, behind),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// What comes behind a `#`.
    fn attribute(&mut self, behind: &[TokenTree]) {
        let mut behind = behind.iter();
        let mut next = behind.next();
        if let Some(TokenTree::Punct(punct)) = next
            && punct.as_char() == '!'
        {
            next = behind.next();
        }
        let Some(TokenTree::Group(group)) = next else { return };
        if group.delimiter() != Delimiter::Bracket {
            return;
        }
        let name = group.stream().into_iter().next();
        let name = name.map(|it| it.to_string()).unwrap_or_default();
        if !ATTRIBUTES.contains(&name.as_str()) {
            let what = format!("#[{name}]");
            self.refuse(group.span_open(), Some(what), "leave it out");
        }
    }

    /// Looks at a word, and at the path that it begins; what comes after.
    fn word<'t>(
        &mut self,
        word: &Ident,
        behind: &'t [TokenTree],
    ) -> &'t [TokenTree] {
        let text = plain(word);
        if path::ROOTS.contains(&text.as_str()) {
            let (path, rest) = Path::read(text, behind);
            for (what, instead) in path.refused(self.exercise) {
                self.refuse(word.span(), Some(what), &instead);
            }
            return rest;
        }
        let known = WORDS.iter().find(|it| it.0 == text).map(|it| it.1);
        if let Some(instead) = known.or_else(|| self.exercise.ban(&text)) {
            self.refuse(word.span(), Some(text), instead);
        } else if text == "mod"
            && let [TokenTree::Ident(name), TokenTree::Punct(end), ..] = behind
            && end.as_char() == ';'
        {
            let what = format!("mod {name};");
            self.refuse(word.span(), Some(what), "write it into this file");
        }
        behind
    }
}

/// A word without the `r#` that may stand before any.
fn plain(word: &Ident) -> String {
    let text = word.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
