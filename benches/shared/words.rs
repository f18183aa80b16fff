//! What may be typed behind `cargo bench --bench NAME --`.

use clap::Args;

use crate::scale::Scale;

/// What is wanted, and how much of it.
#[derive(Args)]
pub(crate) struct Words {
    /// Only what has one of these words in its name
    pub(crate) names: Vec<String>,
    /// More rounds, and longer ones: for reports
    #[arg(long)]
    full: bool,
    /// Rounds [default: 5; 9 with --full]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=999))]
    rounds: Option<u32>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

impl Words {
    /// Whether something with this name is wanted.
    pub(crate) fn want(&self, name: &str) -> bool {
        let named = |word: &String| name.contains(word.as_str());
        self.names.is_empty() || self.names.iter().any(named)
    }

    pub(crate) fn scale(&self) -> Scale {
        Scale::new(self.full, self.rounds)
    }
}
