//! One row of the drawing: a cell for every column.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The second column of a letter that is two columns wide.
const REST: char = '\0';

/// A row of cells, each a letter in a style.
#[derive(Clone, Debug)]
pub(super) struct Cells(Vec<(char, Style)>);

impl Cells {
    pub(super) fn new(columns: usize) -> Self {
        Self(vec![(' ', Style::new()); columns])
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.0.iter().all(|(letter, _)| *letter == ' ')
    }

    /// Fills the columns from `from` up to `to`.
    pub(super) fn fill(
        &mut self,
        from: usize,
        to: usize,
        glyph: char,
        style: Style,
    ) {
        let to = to.min(self.len());
        if from < to {
            self.cut(from);
            self.cut(to);
            self.0[from..to].fill((glyph, style));
        }
    }

    /// Blanks a wide letter that would be cut in two at `column`.
    fn cut(&mut self, column: usize) {
        if self.0.get(column).is_some_and(|cell| cell.0 == REST) {
            self.0[column - 1..=column].fill((' ', Style::new()));
        }
    }

    /// Writes `text` from a column on, if the cells there are all alike (so
    /// that it hides nothing) and enough; whether it did.
    pub(super) fn write(
        &mut self,
        from: usize,
        text: &str,
        style: Style,
    ) -> bool {
        let Some(cells) = self.0.get_mut(from..from + text.width()) else {
            return false;
        };
        let first = cells.first().map(|cell| cell.0);
        if cells.iter().any(|cell| Some(cell.0) != first) {
            return false;
        }
        let mut cells = cells.iter_mut();
        for letter in text.chars() {
            let columns = letter.width().unwrap_or(0);
            let glyphs = std::iter::once(letter).chain([REST]);
            for (glyph, cell) in glyphs.take(columns).zip(&mut cells) {
                *cell = (glyph, style);
            }
        }
        true
    }

    /// The row as text, without blanks at its end.
    pub(super) fn text(&self, color: bool) -> String {
        let blank = |cell: &(char, Style)| cell.0 == ' ';
        let length =
            self.len() - self.0.iter().rev().take_while(|c| blank(c)).count();
        let mut text = String::new();
        for run in self.0[..length].chunk_by(|a, b| a.1 == b.1) {
            let letters = run.iter().map(|cell| cell.0);
            let letters: String = letters.filter(|it| *it != REST).collect();
            text.push_str(&paint(&letters, run[0].1, color));
        }
        text
    }
}

/// `text` in a style, or plain.
pub(super) fn paint(text: &str, style: Style, color: bool) -> String {
    if color && style != Style::new() {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns_each() {
        let mut cells = Cells::new(10);
        cells.fill(0, 10, '.', Style::new());
        assert!(cells.write(1, " 账户 ", Style::new()));
        assert_eq!(cells.text(false), ". 账户 ...");
        assert_eq!(cells.text(false).width(), 10);
        assert!(!Cells::new(3).write(0, "账户", Style::new()));
    }

    #[test]
    fn no_wide_letter_is_cut_in_two() {
        for (from, to) in [(1, 3), (3, 5), (2, 4)] {
            let mut cells = Cells::new(7);
            cells.fill(0, 7, '.', Style::new());
            assert!(cells.write(0, "账户账", Style::new()));
            cells.fill(from, to, '=', Style::new());
            assert_eq!(cells.text(false).width(), 7, "{from}..{to}");
        }
    }
}
