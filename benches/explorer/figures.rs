//! Numbers, as a reader wants them.

use indicatif::HumanCount;

/// A whole number in groups of three digits.
pub(crate) fn thousands(value: f64) -> String {
    HumanCount(value.round() as u64).to_string()
}

/// Three digits or four of it, in the unit that suits.
pub(crate) fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        1.0.. => (seconds, "s"),
        1e-3.. => (seconds * 1e3, "ms"),
        1e-6.. => (seconds * 1e6, "us"),
        _ => (seconds * 1e9, "ns"),
    };
    let places = match value {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{value:.places$} {unit}")
}
