//! Breaks lines that are wider than the place they are drawn in.

use unicode_width::UnicodeWidthChar;

/// `line` in pieces of at most `width` columns, broken between words where
/// that is possible; every piece but the first is indented by `hang`.
/// Colours take no room, and go on in the next piece.
pub(crate) fn wrap(line: &str, width: usize, hang: usize) -> Vec<String> {
    // Room for a wide letter behind the indentation, or there is no end.
    let width = width.max(4);
    let hang = hang.min(width / 2);
    let mut pieces = Vec::new();
    let mut rest = line.to_owned();
    while let Some(end) = end_of_piece(&rest, width, hang) {
        pieces.push(rest[..end].trim_end().to_owned());
        rest = " ".repeat(hang) + rest[end..].trim_start_matches(' ');
    }
    pieces.push(rest);
    pieces
}

/// Where to break `line`, if it is wider than `width`: before what is too
/// much, or at a space behind the first `hang` columns.
fn end_of_piece(line: &str, width: usize, hang: usize) -> Option<usize> {
    let mut columns = 0;
    let mut space = None;
    let mut escape = false;
    for (at, letter) in line.char_indices() {
        escape |= letter == '\x1b';
        if escape {
            escape = letter != 'm';
            continue;
        }
        if letter == ' ' && columns > hang {
            space = Some(at);
        }
        columns += letter.width().unwrap_or(0);
        if columns > width {
            return Some(space.unwrap_or(at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn line_that_fits_stays_whole() {
        assert_eq!(wrap("one two", 7, 2), ["one two"]);
    }

    #[test]
    fn line_breaks_between_words() {
        assert_eq!(wrap("one two three", 9, 2), ["one two", "  three"]);
        assert_eq!(wrap("one two three", 7, 2), ["one two", "  three"]);
    }

    #[test]
    fn word_without_a_space_is_cut() {
        assert_eq!(wrap("abcdefgh", 4, 1), ["abcd", " efg", " h"]);
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(wrap("线程线程", 4, 0), ["线程", "线程"]);
    }

    #[test]
    fn colours_take_no_room() {
        let red = "\x1b[31mone\x1b[0m two";
        assert_eq!(wrap(red, 7, 0), [red]);
    }
}
