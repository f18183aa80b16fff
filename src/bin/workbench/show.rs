//! `workbench show`: saved runs, drawn again.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Result;
use workbench::trace::Trace;

use crate::args;
use crate::output::{self, Usage};
use crate::save::Save;
use crate::screen::Screen;

/// Far beyond what a lab records, and still read in one piece.
const LARGEST: u64 = 512 << 20;

/// Draws every trace of a file.
pub(crate) fn run(args: &args::Show) -> Result<()> {
    let path = Path::new(&args.file);
    let traces = read(path).map_err(|why| {
        Usage::new(format!(
            "cannot show '{}': {why}; 'workbench lab NAME --save FILE.json' \
             makes such a file",
            path.display()
        ))
    })?;
    let save = args.save.as_deref().map(Save::new).transpose()?;
    let screen = Screen::new(&args.look, save.is_some());
    let mut lab = None;
    for (trace, number) in traces.iter().zip(1..) {
        let run = &trace.run;
        if lab != Some(&run.lab) {
            screen.title(&format!("{} · {}", run.lab, path.display()), None)?;
            lab = Some(&run.lab);
        }
        let head = match run.variant.as_str() {
            "" => format!("{number}. {}", run.title), // a level's
            variant => format!("{number}. {variant}: {}", run.title),
        };
        screen.heading(&head)?;
        screen.notes(trace)?;
        screen.trace(trace)?;
    }
    if let Some(save) = save {
        save.write(&traces)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Trace>, String> {
    let refused = |why: std::io::Error| output::reason(&why);
    let about = std::fs::metadata(path).map_err(refused)?;
    if about.is_dir() {
        return Err("it is a folder".into());
    }
    // Before it is opened: a file of 100 GB is not to be read to be refused.
    let too_large = format!("it is larger than {} MB", LARGEST >> 20);
    if about.len() > LARGEST {
        return Err(too_large);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(refused)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(refused)?;
    // A device has no length to be asked for.
    if bytes.len() as u64 > LARGEST {
        return Err(too_large);
    }
    traces(&bytes)
}

/// Every trace of a file with these bytes.
///
/// # Errors
///
/// At which line they are none.
pub(crate) fn traces(bytes: &[u8]) -> Result<Vec<Trace>, String> {
    let text = std::str::from_utf8(bytes).map_err(|why| {
        let good = &bytes[..why.valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line} is not UTF-8")
    })?;
    Trace::all_from_json(text).map_err(|why| why.to_string())
}
