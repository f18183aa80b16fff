//! Breaks lines that are wider than the place they are drawn in.

use unicode_width::UnicodeWidthChar;

/// `line` in pieces of at most `width` columns, broken between words where
/// that is possible; every piece but the first is indented by `hang`.
/// Colours take no room, and go on in the next piece.
pub(crate) fn wrap(line: &str, width: usize, hang: usize) -> Vec<String> {
    let hang = hang.min(width / 2);
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut columns = 0;
    // Where the piece can be broken: bytes and columns up to the last space.
    let mut space = None;
    let mut escape = false;
    for letter in line.chars() {
        escape |= letter == '\x1b';
        if escape {
            piece.push(letter);
            escape = letter != 'm';
            continue;
        }
        let wide = letter.width().unwrap_or(0);
        if columns + wide > width {
            let (bytes, upto) = space.take().unwrap_or((piece.len(), columns));
            let rest = piece.split_off(bytes);
            pieces.push(piece.trim_end().to_owned());
            let skipped = rest.chars().take_while(|it| *it == ' ').count();
            piece = " ".repeat(hang) + &rest[skipped..];
            columns = hang + columns - upto - skipped;
            if letter == ' ' && columns == hang {
                continue;
            }
        }
        if letter == ' ' && columns > hang {
            space = Some((piece.len(), columns));
        }
        piece.push(letter);
        columns += wide;
    }
    pieces.push(piece);
    pieces
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
