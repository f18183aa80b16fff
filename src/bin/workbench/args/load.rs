//! What `workbench load` understands.

use std::ops::RangeInclusive;

use clap::Args;

/// What `workbench load` understands.
#[derive(Args)]
pub(crate) struct Load {
    /// Where the echo server listens: 127.0.0.1:8080
    pub(crate) address: String,
    /// How many connections ask
    #[arg(long, value_name = "N", default_value_t = 8)]
    #[arg(allow_negative_numbers = true, value_parser = connections)]
    pub(crate) connections: usize,
    /// End when so many requests are answered
    #[arg(long, value_name = "N", conflicts_with = "seconds")]
    #[arg(allow_negative_numbers = true, value_parser = requests)]
    pub(crate) requests: Option<u64>,
    /// End after so long
    #[arg(long, value_name = "S", default_value_t = 10.0)]
    #[arg(allow_negative_numbers = true, value_parser = seconds)]
    pub(crate) seconds: f64,
    /// Bytes of a request
    #[arg(long, value_name = "BYTES", default_value_t = 64)]
    #[arg(allow_negative_numbers = true, value_parser = size)]
    pub(crate) size: usize,
    /// How often a connection asks before it is answered
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(allow_negative_numbers = true, value_parser = pipeline)]
    pub(crate) pipeline: usize,
    /// Ask so often in a second, at fixed times; without it, whoever is
    /// answered asks again
    #[arg(long, value_name = "R")]
    #[arg(allow_negative_numbers = true, value_parser = rate)]
    pub(crate) rate: Option<f64>,
    /// How many connections are open besides, and say nothing
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[arg(allow_negative_numbers = true, value_parser = idle)]
    pub(crate) idle: usize,
    /// How many threads ask
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(allow_negative_numbers = true, value_parser = threads)]
    pub(crate) threads: usize,
    /// The server's process: say what it uses
    #[arg(long, value_name = "PID", allow_negative_numbers = true)]
    #[arg(value_parser = pid)]
    pub(crate) pid: Option<u32>,
    /// Print one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// As many as a machine has descriptors for, and more.
const CONNECTIONS: RangeInclusive<u64> = 1..=1_000_000;

fn connections(text: &str) -> Result<usize, String> {
    number(text, CONNECTIONS, "--connections 64")
}

fn idle(text: &str) -> Result<usize, String> {
    number(text, 0..=*CONNECTIONS.end(), "--idle 1000")
}

fn requests(text: &str) -> Result<u64, String> {
    number(text, 1..=1_000_000_000_000, "--requests 10000")
}

fn size(text: &str) -> Result<usize, String> {
    number(text, 1..=1 << 30, "--size 64")
}

fn pipeline(text: &str) -> Result<usize, String> {
    number(text, 1..=10_000, "--pipeline 16")
}

fn threads(text: &str) -> Result<usize, String> {
    number(text, 1..=1000, "--threads 2")
}

fn pid(text: &str) -> Result<u32, String> {
    number(text, 1..=u64::from(u32::MAX), "--pid 4711")
}

fn number<T: TryFrom<u64>>(
    text: &str,
    range: RangeInclusive<u64>,
    example: &str,
) -> Result<T, String> {
    let number = text.parse().ok().filter(|it| range.contains(it));
    number.and_then(|it| it.try_into().ok()).ok_or_else(|| {
        let (least, most) = range.into_inner();
        format!(
            "a whole number from {least} to {most} is needed; try '{example}'"
        )
    })
}

fn seconds(text: &str) -> Result<f64, String> {
    let why = "a number from 0.001 to 86400 is needed; try '--seconds 5'";
    match text.parse() {
        Ok(seconds) if (0.001..=86400.0).contains(&seconds) => Ok(seconds),
        _ => Err(why.to_owned()),
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let why = "a number from 0.001 to 10000000 is needed; try '--rate 5000'";
    match text.parse() {
        Ok(rate) if (0.001..=10_000_000.0).contains(&rate) => Ok(rate),
        _ => Err(why.to_owned()),
    }
}
