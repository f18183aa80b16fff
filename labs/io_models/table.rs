//! Figures, side by side.

use std::time::Duration;

use super::cost::Cost;

/// Columns of the longest bar.
const BAR: f64 = 20.0;

/// `recv 1.0, send 1.0`; what is hardly ever called is left out.
pub(super) fn calls(cost: &Cost) -> String {
    let often = cost.calls.iter().flatten().filter(|it| it.1 >= 0.05);
    let words = often.map(|(name, count)| format!("{name} {count:.1}"));
    words.collect::<Vec<_>>().join(", ")
}

/// `3.1`, or `-` where nothing was counted.
pub(super) fn count(cost: &Cost) -> String {
    cost.all_calls().map_or("-".to_owned(), |it| format!("{it:.1}"))
}

pub(super) fn micros(time: Duration) -> String {
    format!("{:.1} µs", time.as_secs_f64() * 1e6)
}

/// As long as `time` is beside the `longest`, and never nothing.
pub(super) fn bar(time: Duration, longest: Duration) -> String {
    let share = time.as_secs_f64() / longest.as_secs_f64().max(1e-9);
    "█".repeat((share * BAR).round().max(1.0) as usize)
}

/// A line of words.
pub(super) fn words([model, waits, copies, tells]: [&str; 4]) -> String {
    format!("{model:13}{waits:27}{copies:12}{tells}")
}

/// A figure, and what it means.
pub(super) fn figure(model: &str, figure: &str, meaning: &str) -> String {
    format!("{model:13}{figure:>9}  {meaning}")
}

/// `8.1 µs → 9.2 µs`.
pub(super) fn from_to(from: &str, to: &str) -> String {
    format!("{from:>7} → {to}")
}

/// A line of what was and what came of it.
pub(super) fn growth([model, cpu, calls, bar]: [&str; 4]) -> String {
    format!("{model:12}{cpu:21}{calls:19}{bar}")
}
