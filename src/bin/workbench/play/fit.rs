//! Texts in columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` in at most `width` columns; where that is too little for it, with
/// an ellipsis.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut short, mut columns) = (String::new(), 1);
    for letter in text.chars() {
        columns += letter.width().unwrap_or(0);
        if columns > width {
            break;
        }
        short.push(letter);
    }
    if width > 0 {
        short.push('…');
    }
    short
}

/// `text` in exactly `width` columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let gap = width.saturating_sub(text.width());
    text + &" ".repeat(gap)
}

/// The columns of the widest of them.
pub(super) fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// `1 move`, `2 moves`.
pub(super) fn count(number: usize, what: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {what}{end}")
}

#[cfg(test)]
mod tests {
    use super::{cut, padded};

    #[test]
    fn text_that_fits_stays_whole() {
        assert_eq!(cut("ann", 3), "ann");
        assert_eq!(padded("ann", 5), "ann  ");
    }

    #[test]
    fn cut_text_is_as_wide_as_allowed_and_says_so() {
        assert_eq!(cut("traveller", 4), "tra…");
        assert_eq!(cut("账户账户", 4), "账…");
        assert_eq!(padded("账户账户", 4), "账… ");
        assert_eq!(cut("ann", 1), "…");
        assert_eq!(cut("ann", 0), "");
    }
}
