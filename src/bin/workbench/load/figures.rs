//! Numbers, as a reader wants them.

use std::time::Duration;

/// Three digits of it or more, in the unit that suits.
pub(super) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = match seconds {
        1.0.. => (seconds, "s"),
        1e-3.. => (seconds * 1e3, "ms"),
        _ => (seconds * 1e6, "µs"),
    };
    format!("{} {unit}", short(value))
}

/// Likewise, in powers of 1000.
pub(super) fn bytes(bytes: f64) -> String {
    let (value, unit) = match bytes {
        ..1e3 => return format!("{bytes:.0} bytes"),
        1e9.. => (bytes / 1e9, "GB"),
        1e6.. => (bytes / 1e6, "MB"),
        _ => (bytes / 1e3, "kB"),
    };
    format!("{} {unit}", short(value))
}

fn short(value: f64) -> String {
    let places = match value {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{value:.places$}")
}
