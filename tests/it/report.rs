//! The page of `python3 benches/report`, drawn from three runs whose figures
//! are known.

use std::path::Path;
use std::process::{Command, Output};

use roxmltree::{Document, Node};
use tempfile::TempDir;

const RUNS: &str = include_str!("../shared/report/runs.json");

/// Runs the report with these words, if there is a Python.
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn report(target: &Path, words: &[&str]) -> Option<Output> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/report");
    let mut command = Command::new("python3");
    command.arg(script).args(words).env("CARGO_TARGET_DIR", target);
    let ran = command.env("PYTHONDONTWRITEBYTECODE", "1").output();
    if ran.is_err() {
        eprintln!("report skipped: no Python 3 (apt-get install python3)");
    }
    ran.ok()
}

/// The page of these runs.
fn page(runs: &str) -> Option<String> {
    let target = TempDir::new().unwrap();
    let folder = target.path().join("report");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("runs.json"), runs).unwrap();
    let ran = report(target.path(), &["--page"])?;
    assert!(ran.status.success(), "{ran:?}");
    let page = folder.join("index.html");
    Some(std::fs::read_to_string(page).unwrap())
}

fn parse(page: &str) -> Document<'_> {
    let page = page.strip_prefix("<!doctype html>\n").unwrap();
    Document::parse(page).unwrap()
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|it| it.text()).collect()
}

/// The cells of every row of the table that is called so.
fn rows(page: &Document<'_>, title: &str) -> Vec<Vec<String>> {
    let mut tables = page.descendants().filter(|it| it.has_tag_name("table"));
    let caption = |it: &Node<'_, '_>| it.first_element_child().map(text);
    let table =
        tables.find(|it| caption(it).is_some_and(|it| it == title)).unwrap();
    let rows = table.descendants().filter(|it| it.has_tag_name("tr")).skip(1);
    let cell = |it: Node<'_, '_>| it.is_element().then(|| text(it));
    rows.map(|row| row.children().filter_map(cell).collect()).collect()
}

const SUM: &str = "Ten times the notes' sum of 70 million numbers, in numbers";
const WAITS: &str = "1 to 1,000 replies, each after 10 ms, in numbers";

#[test]
fn ratio_is_of_the_same_run_and_shown_with_its_spread() {
    let Some(page) = page(RUNS) else { return };
    let rows = rows(&parse(&page), SUM);
    let row = |language: &str, way: &str| {
        rows.iter().find(|it| it[0] == language && it[1] == way).unwrap()
    };
    // The second run was slower by a percent, and the third by two: all of
    // it, so that the ratio is the same.
    assert_eq!(row("Rust", "threads")[5..], ["1.95x", "1.95x", "1.95x"]);
    assert_eq!(row("Rust", "serial")[2..5], ["283 ms", "280 ms", "286 ms"]);
}

#[test]
fn runs_that_differ_by_more_than_a_tenth_are_noisy() {
    let Some(page) = page(RUNS) else { return };
    let noisy: Vec<_> = rows(&parse(&page), SUM)
        .into_iter()
        .filter(|it| it[5].ends_with("noisy"))
        .collect();
    assert_eq!(noisy.len(), 1);
    assert_eq!(noisy[0][1], "threads");
    assert_eq!(noisy[0][5..], ["1.20x, noisy", "1.00x", "1.40x"]);
}

#[test]
fn what_serial_was_not_asked_for_has_no_ratio() {
    let Some(page) = page(RUNS) else { return };
    let rows = rows(&parse(&page), WAITS);
    let many: Vec<_> = rows.iter().filter(|it| it[2] == "1,000").collect();
    assert_eq!(many.len(), 3);
    assert!(many.iter().all(|it| it[6] == "serial would take seconds"));
    let hundred = rows.iter().find(|it| it[2] == "100" && it[1] == "rayon");
    assert_eq!(hundred.unwrap()[6], "1.98x");
}

#[test]
fn page_needs_nothing_from_elsewhere() {
    let Some(page) = page(RUNS) else { return };
    let parsed = parse(&page);
    let links = parsed.descendants().filter_map(|it| it.attribute("href"));
    assert!(links.eq(["../criterion/report/index.html"]));
    assert!(!page.contains("src=") && !page.contains("<script"));
}

#[test]
fn without_figures_it_says_what_makes_them() {
    let target = TempDir::new().unwrap();
    let Some(ran) = report(target.path(), &["--page"]) else { return };
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(said.starts_with("error: nothing was measured yet"), "{said}");
    assert!(said.contains("'python3 benches/report' measures"), "{said}");
    let ran = report(target.path(), &["--runs", "0"]).unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(said.contains("'0' is not from 1 to 100"), "{said}");
}
