//! The modules of `web/timeline.js` as one script.
//!
//! A page that is opened from a folder may not import another file. So the
//! modules stand one after another, each in a block of its own and after
//! what it imports; what they export they leave in a table.

use std::fmt::Write;

/// A module: its name, and what is in it.
type Module = (&'static str, &'static str);

macro_rules! modules {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../../../web/", $name)))),*]
    };
}

/// Every module, after what it imports.
const MODULES: &[Module] = &modules! {
    "timeline/types.js"
    "timeline/track.js"
    "timeline/moment.js"
    "timeline/words.js"
    "timeline/check.js"
    "timeline/read.js"
    "timeline/story.js"
    "timeline/scale.js"
    "timeline/rows.js"
    "timeline/label.js"
    "timeline/theme.js"
    "timeline/stretches.js"
    "timeline/level.js"
    "timeline/values.js"
    "timeline/arrows.js"
    "timeline/paint.js"
    "timeline/hit.js"
    "timeline/dom.js"
    "timeline/graph.js"
    "timeline/panels.js"
    "timeline/legend.js"
    "timeline/notes.js"
    "timeline/tables.js"
    "timeline/keys.js"
    "timeline/pointer.js"
    "timeline/parts.js"
    "timeline/view.js"
    "timeline/style.js"
    "timeline.js"
    "saved.js"
};

/// All modules.
pub(super) fn whole() -> String {
    let mut script = String::from("const modules = {};\n");
    for (name, text) in MODULES {
        block(&mut script, name, text);
    }
    script
}

fn block(script: &mut String, name: &str, text: &str) {
    let mut exports = Vec::new();
    *script += "{\n";
    for line in text.lines() {
        if let Some((names, from)) = import(line) {
            let _ = writeln!(script, "const {names} = modules[\"{from}\"];");
            continue;
        }
        let (line, export) = match line.strip_prefix("export ") {
            Some(line) => (line, exported(line)),
            None => (line, None),
        };
        exports.extend(export);
        let _ = writeln!(script, "{line}");
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    let exports = exports.join(", ");
    let _ = writeln!(script, "modules[\"{file}\"] = {{ {exports} }};\n}}");
}

/// `import { a, b } from "./timeline/c.js";` has `{ a, b }` from `c.js`.
fn import(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("import ")?.strip_suffix("\";")?;
    let (names, path) = line.split_once(" from \"")?;
    Some((names, path.rsplit('/').next()?))
}

/// What is exported by `const a = 1;`, `function a() {` or `class a {`.
fn exported(line: &str) -> Option<&str> {
    let (_, name) = line.split_once(' ')?;
    name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}
