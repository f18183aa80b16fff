//! What can be typed while a round is played.

/// One key of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// This thread goes on. Where its step can end in several ways: in
    /// which, counted from 0.
    Choose(usize, Option<usize>),
    Undo,
    Restart,
    Source,
    Help,
    Quit,
}

/// What to type, for those who did not.
pub(super) const KEYS: &str =
    "a thread's number, u (undo), r (restart), s (source), ?, or q (quit)";

impl Key {
    /// Reads a word: `2`, `2b`, `u`, or `undo`; nothing if it is none.
    pub(super) fn read(word: &str) -> Option<Self> {
        Some(match word {
            "u" | "undo" => Self::Undo,
            "r" | "restart" => Self::Restart,
            "s" | "source" => Self::Source,
            "?" | "h" | "help" => Self::Help,
            "q" | "quit" => Self::Quit,
            _ => return choice(word),
        })
    }
}

fn choice(word: &str) -> Option<Key> {
    let number = word.trim_end_matches(|it: char| it.is_ascii_lowercase());
    let way = match &word.as_bytes()[number.len()..] {
        [] => None,
        [letter] => Some(usize::from(letter - b'a')),
        _ => return None,
    };
    let digits = number.bytes().all(|it| it.is_ascii_digit());
    let thread = number.parse().ok().filter(|_| digits)?;
    Some(Key::Choose(thread, way))
}

/// The letter of a way to go on, as it is typed.
pub(super) fn letter(way: usize) -> char {
    char::from(b'a'.saturating_add(u8::try_from(way).unwrap_or(u8::MAX)))
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn numbers_choose_a_thread_and_letters_a_way() {
        assert_eq!(Key::read("2"), Some(Key::Choose(2, None)));
        assert_eq!(Key::read("12"), Some(Key::Choose(12, None)));
        assert_eq!(Key::read("2b"), Some(Key::Choose(2, Some(1))));
        assert_eq!(Key::read("u"), Some(Key::Undo));
    }

    #[test]
    fn other_words_are_no_keys() {
        for word in ["", "x", "ann", "2bb", "+2", "-1", "2B", "1.0", "一"] {
            assert_eq!(Key::read(word), None, "{word}");
        }
        assert_eq!(Key::read("99999999999999999999999"), None);
    }
}
