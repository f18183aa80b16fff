//! What came of a load, in words and as JSON.

use std::fmt::Write;
use std::time::Duration;

use indicatif::HumanCount;
use serde_json::json;
use workbench::net::load::Report;

use super::figures::{bytes, time};
use crate::args::Load;

/// What is told of latencies, besides the longest.
const PARTS: [(&str, f64); 4] =
    [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

/// What a closed loop does not show.
const CLOSED: &str = "\
closed loop: whoever is answered asks again. While the server stalls nobody
asks, and nobody is counted who would have waited; '--rate R' asks at fixed
times, and counts from then.
";

pub(super) fn text(args: &Load, report: &Report) -> String {
    let mut text = asked(args);
    let mut line = |name: &str, words: String| {
        // Nothing to go wrong: a string takes all.
        let _ = writeln!(text, "{name:<10}{words}");
    };
    line("requests", requests(report));
    line("latency", latencies(report));
    line("errors", errors(report));
    let of = |cpu| format!("{}, {}", time(cpu), each(cpu, report));
    line("load", format!("CPU {}", of(report.cpu)));
    if let Some(server) = &report.server {
        let (cpu, threads) = (of(server.cpu), server.threads);
        let memory = bytes(server.memory as f64);
        line("server", format!("CPU {cpu}; {memory}, {threads} threads"));
    } else if args.pid.is_some() {
        line("server", "it has ended".to_owned());
    }
    if args.rate.is_none() {
        text.push_str(CLOSED);
    }
    text
}

/// What was typed, and what stood for what was not.
fn asked(args: &Load) -> String {
    let until = match args.requests {
        Some(requests) => format!("{} requests", HumanCount(requests)),
        None => format!("{} s", args.seconds),
    };
    let mut told =
        format!("{} connections", HumanCount(args.connections as u64));
    if args.idle > 0 {
        let _ = write!(told, " and {} idle", HumanCount(args.idle as u64));
    }
    let _ = write!(told, ", {}, {until}", bytes(args.size as f64));
    if args.pipeline > 1 {
        let _ = write!(told, ", {} at a time", args.pipeline);
    }
    if let Some(rate) = args.rate {
        let _ = write!(told, ", {rate} a second are due");
    }
    told + "\n"
}

fn requests(report: &Report) -> String {
    if report.in_time == 0 {
        return "none was answered".to_owned();
    }
    format!(
        "{} answered in {}: {} a second, {}/s each way",
        HumanCount(report.in_time),
        time(report.lasted),
        HumanCount(report.per_second().round() as u64),
        bytes(report.bytes_per_second()),
    )
}

fn latencies(report: &Report) -> String {
    if report.latencies.is_empty() {
        return "unknown".to_owned();
    }
    let at =
        |(name, part)| format!("{name} {}", time(report.latencies.at(part)));
    let parts = PARTS.map(at).join("   ");
    format!("{parts}   max {}", time(report.latencies.max()))
}

fn errors(report: &Report) -> String {
    let mut all = Vec::new();
    if report.wrong > 0 {
        all.push(format!("{} wrong answers", report.wrong));
    }
    if report.lost > 0 {
        let why = report.why.as_deref().unwrap_or_default();
        all.push(format!("{} connections lost ({why})", report.lost));
    }
    if report.unanswered > 0 {
        let oldest = match report.waited {
            Duration::ZERO => String::new(),
            waited => format!(" (the oldest for {})", time(waited)),
        };
        all.push(format!("{} unanswered{oldest}", report.unanswered));
    }
    match all.is_empty() {
        true => "none".to_owned(),
        false => all.join(", "),
    }
}

fn each(cpu: Duration, report: &Report) -> String {
    match u32::try_from(report.answered) {
        Ok(answered @ 1..) => format!("{} a request", time(cpu / answered)),
        _ => "no request".to_owned(),
    }
}

pub(super) fn json(args: &Load, report: &Report) -> String {
    let micros = |it: Duration| it.as_nanos() as f64 / 1e3;
    let latency = |part| micros(report.latencies.at(part));
    let [p50, p90, p99, p999] = PARTS.map(|(_, part)| latency(part));
    let server = report.server.map(|it| {
        json!({
            "cpu_s": it.cpu.as_secs_f64(),
            "memory_bytes": it.memory,
            "threads": it.threads,
        })
    });
    let told = json!({
        "loop": if args.rate.is_some() { "open" } else { "closed" },
        "connections": args.connections,
        "idle": args.idle,
        "size": args.size,
        "pipeline": args.pipeline,
        "rate": args.rate,
        "answered": report.answered,
        "in_time": report.in_time,
        "seconds": report.lasted.as_secs_f64(),
        "per_second": report.per_second(),
        "bytes_per_second": report.bytes_per_second(),
        "latency_us": {
            "p50": p50, "p90": p90, "p99": p99, "p99.9": p999,
            "max": micros(report.latencies.max()),
            "mean": micros(report.latencies.mean()),
        },
        "wrong": report.wrong,
        "lost_connections": report.lost,
        "why": report.why,
        "unanswered": report.unanswered,
        "cpu_s": report.cpu.as_secs_f64(),
        "server": server,
    });
    format!("{told}\n")
}
