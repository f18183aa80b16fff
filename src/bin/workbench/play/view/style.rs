//! The few styles of the screen: colours that can be read on white and on
//! black. Every state has words as well.

use ratatui::style::{Modifier, Style};

/// Colours, or, where they are not wanted, bold and dim alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Styles {
    pub(super) color: bool,
}

impl Styles {
    pub(super) fn bold(self) -> Style {
        Style::new().bold()
    }

    pub(super) fn dim(self) -> Style {
        Style::new().dim()
    }

    /// What is chosen.
    pub(super) fn chosen(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The program is broken.
    pub(super) fn broken(self) -> Style {
        if self.color { Style::new().red().bold() } else { self.bold() }
    }

    /// It came to its end.
    pub(super) fn good(self) -> Style {
        if self.color { Style::new().green() } else { self.bold() }
    }

    /// What cannot be done, and why.
    pub(super) fn refused(self) -> Style {
        if self.color { Style::new().red() } else { self.bold() }
    }

    /// What was just brought about.
    pub(super) fn fresh(self) -> Style {
        if self.color { Style::new().magenta().bold() } else { self.bold() }
    }
}
