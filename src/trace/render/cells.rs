//! One row of the drawing: a cell for every column.

use anstyle::Style;

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
            self.0[from..to].fill((glyph, style));
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
        let length = text.chars().count();
        let Some(cells) = self.0.get_mut(from..from + length) else {
            return false;
        };
        let first = cells.first().map(|cell| cell.0);
        if cells.iter().any(|cell| Some(cell.0) != first) {
            return false;
        }
        for (cell, letter) in cells.iter_mut().zip(text.chars()) {
            *cell = (letter, style);
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
            let letters: String = run.iter().map(|cell| cell.0).collect();
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
