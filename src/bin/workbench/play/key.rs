//! What can be typed while a round is played.

/// One key of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// This thread goes on.
    Choose(usize),
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
    /// Reads a word: `2`, `u`, or `undo`; nothing if it is none.
    pub(super) fn read(word: &str) -> Option<Self> {
        Some(match word {
            "u" | "undo" => Self::Undo,
            "r" | "restart" => Self::Restart,
            "s" | "source" => Self::Source,
            "?" | "h" | "help" => Self::Help,
            "q" | "quit" => Self::Quit,
            _ if !word.bytes().all(|it| it.is_ascii_digit()) => return None,
            number => Self::Choose(number.parse().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn numbers_choose_a_thread() {
        assert_eq!(Key::read("2"), Some(Key::Choose(2)));
        assert_eq!(Key::read("12"), Some(Key::Choose(12)));
        assert_eq!(Key::read("u"), Some(Key::Undo));
    }

    #[test]
    fn other_words_are_no_keys() {
        for word in ["", "x", "ann", "2b", "+2", "-1", "2B", "1.0", "一"] {
            assert_eq!(Key::read(word), None, "{word}");
        }
        assert_eq!(Key::read("99999999999999999999999"), None);
    }
}
