//! The page that steps through a run, read as text; `tests/browser` opens it.

use workbench::trace::render::html;
use workbench::trace::{self, Place};

use super::*;

const OPEN: &str = "<script type=\"application/x-workbench-trace\">\n";
const CLOSE: &str = "</script>";

/// A run of two threads and a lock, with these names.
fn run(lane: &str, lock: &str) -> Trace {
    let (name, lock) = (lane.to_owned(), lock.to_owned());
    let ((), trace) = trace::record(move || {
        let lock = Arc::new(Mutex::new(0).named(lock));
        let add = move || *lock.lock() += 1;
        let thread = Builder::new().name(name).spawn(add).unwrap();
        thread.join().unwrap();
    });
    trace
}

/// The runs in a page.
fn embedded(page: &str) -> Vec<Trace> {
    let parts = page.split(OPEN).skip(1);
    parts
        .map(|part| part.split_once(CLOSE).unwrap().0)
        .map(|text| Trace::from_json(text).unwrap())
        .collect()
}

#[test]
fn page_has_every_run_in_it_as_it_was() {
    let traces = [run("one", "a"), run("other", "b")];
    let page = html(&traces);
    assert_eq!(embedded(&page), traces);
    assert_eq!(page.matches("</wb-timeline>").count(), 2);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
}

#[test]
fn names_end_no_script_and_begin_no_tag() {
    let hostile = "</script><!--<script>alert(1)</script>&\"'\u{2028}";
    let mut trace = run(hostile, hostile);
    trace.run.lab = hostile.to_owned();
    trace.run.title = hostile.to_owned();
    let at = Place { file: hostile.to_owned().into(), line: 1 };
    trace.events.iter_mut().for_each(|it| it.place = Some(at.clone()));
    let page = html(std::slice::from_ref(&trace));
    assert_eq!(embedded(&page), [trace]);
    assert!(!page.contains("alert(1)</script>"), "an end of a script");
    let tags = |page: &str| page.to_lowercase().matches("<script").count();
    assert_eq!(tags(&page), tags(&html(&[run("one", "a")])));
    assert!(!page.contains("<!--"));
}

#[test]
fn page_asks_for_nothing_from_outside() {
    let page = html(&[run("one", "a")]);
    let policy = "http-equiv=\"Content-Security-Policy\" \
                  content=\"default-src 'none';";
    assert!(page.contains(policy));
    // A name space, which nobody looks up.
    let page = page.replace("http://www.w3.org/2000/svg", "");
    for outside in ["http:", "https:", "//cdn", "src=", "@import url", "fetch("]
    {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn page_has_the_whole_component_in_it() {
    let page = html(&[run("one", "a")]);
    let web = concat!(env!("CARGO_MANIFEST_DIR"), "/web");
    let folder = std::fs::read_dir(format!("{web}/timeline")).unwrap();
    let mut files: Vec<_> = folder.map(|it| it.unwrap().path()).collect();
    files.push(format!("{web}/timeline.js").into());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let is_code = |it: &&str| !it.is_empty() && !it.starts_with("import ");
        for line in text.lines().filter(is_code) {
            // There are no modules in a file on its own.
            let line = line.strip_prefix("export ").unwrap_or(line);
            assert!(page.contains(line), "{}: {line}", file.display());
        }
        assert!(!text.contains(CLOSE), "{}", file.display());
    }
}

#[test]
fn picture_stands_still_where_scripts_do_not_run() {
    let page = html(&[run("one", "a")]);
    let (_, still) = page.split_once("<noscript>\n").unwrap();
    let (still, _) = still.split_once("</noscript>").unwrap();
    let picture = roxmltree::Document::parse(still).unwrap();
    assert!(
        picture
            .root_element()
            .has_tag_name(("http://www.w3.org/2000/svg", "svg"))
    );
}
