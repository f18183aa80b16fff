//! `workbench client file`: put, get, ls.

use std::io;
use std::path::Path;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use workbench::net::client::Files;
use workbench::net::protocol::Patience;

use super::{absent, failed};
use crate::args::Client;
use crate::output::{self, Usage};

/// What is asked for.
enum Wish<'a> {
    Put { path: &'a Path, name: &'a str },
    Get { name: &'a str, path: &'a Path },
    Ls { folder: &'a str },
}

pub(super) fn run(args: &Client, patience: Patience) -> Result<()> {
    let wish = Wish::read(&args.words)?;
    let files = Files::connect(&*args.address);
    let files = files.map_err(|why| absent(args, &why))?.patience(patience);
    let mut files = match args.no_reply {
        true => files.without_replies(),
        false => files,
    };
    match wish {
        Wish::Put { path, name } => {
            let sent = with_bar(|bar| files.put_file(name, path, bar))?;
            if args.no_reply {
                files.finish().map_err(|why| failed(&why))?;
            }
            let name = output::one_line(name);
            Ok(output::write(&format!("{name}: {sent} bytes sent\n"))?)
        }
        Wish::Get { name, path } => {
            let got = with_bar(|bar| files.get_file(name, path, bar))?;
            let path = output::one_line(&path.display().to_string());
            Ok(output::write(&format!("{path}: {got} bytes received\n"))?)
        }
        Wish::Ls { folder } => {
            for entry in files.ls(folder).map_err(|why| failed(&why))? {
                let (size, end) = match entry.size {
                    Some(size) => (size.to_string(), ""),
                    None => ("-".to_owned(), "/"),
                };
                let name = output::one_line(&entry.name);
                output::write(&format!("{size:>12}  {name}{end}\n"))?;
            }
            Ok(())
        }
    }
}

impl<'a> Wish<'a> {
    fn read(words: &'a [String]) -> Result<Self, Usage> {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        match *words {
            ["put", path] => Ok(Self::Put {
                path: Path::new(path),
                name: last(path).ok_or_else(|| {
                    Usage::new(format!("'{path}' is no name of a file"))
                })?,
            }),
            ["put", path, name] => {
                Ok(Self::Put { path: Path::new(path), name })
            }
            ["get", name] => {
                let path = last(name).unwrap_or(name);
                Ok(Self::Get { name, path: Path::new(path) })
            }
            ["get", name, path] => {
                Ok(Self::Get { name, path: Path::new(path) })
            }
            ["ls"] => Ok(Self::Ls { folder: "" }),
            ["ls", folder] => Ok(Self::Ls { folder }),
            _ => Err(Usage::new(
                "a file server is asked with 'put FILE [NAME]', 'get NAME \
                 [FILE]' or 'ls [FOLDER]', after its address",
            )),
        }
    }
}

/// What is behind the last slash, of whichever system it is.
fn last(path: &str) -> Option<&str> {
    Path::new(path).file_name()?.to_str()
}

/// Draws a bar while `travel` goes on, where somebody sees it.
fn with_bar(
    travel: impl FnOnce(&mut dyn FnMut(u64, u64)) -> io::Result<u64>,
) -> Result<u64, Usage> {
    output::allow_bars();
    let style = ProgressStyle::with_template(
        "   {bar:30} {bytes} of {total_bytes}  {bytes_per_sec}",
    );
    let style = style.expect("the template is well formed");
    let bar = output::bars().add(ProgressBar::new(0).with_style(style));
    let done = travel(&mut |now, size| {
        bar.set_length(size);
        bar.set_position(now);
    });
    bar.finish_and_clear();
    done.map_err(|why| failed(&why))
}
