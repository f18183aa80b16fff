//! A command that may be run.

use std::fmt;
use std::io::{self, ErrorKind};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use rustix::fs::{Access, access};

/// The words of a command, and where its program was found: what lies on the
/// `PATH` later does not matter.
#[derive(Debug)]
pub(super) struct Allowed {
    words: Vec<String>,
    program: PathBuf,
}

impl Allowed {
    pub(super) fn new(line: &str) -> io::Result<Self> {
        let words: Vec<_> =
            line.split_whitespace().map(str::to_owned).collect();
        let refused = |why| io::Error::new(ErrorKind::InvalidInput, why);
        let name = words.first().ok_or_else(|| {
            refused("a command without a word cannot be allowed".to_owned())
        })?;
        let program = find(name).ok_or_else(|| {
            refused(format!("no program '{name}' that can be executed"))
        })?;
        Ok(Self { words, program })
    }

    /// Whether that is what `line` asks for.
    pub(super) fn is(&self, line: &str) -> bool {
        line.split_whitespace().eq(self.words.iter())
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg0(&self.words[0]).args(&self.words[1..]);
        command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.env("LC_ALL", "C.UTF-8");
        command
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))
    }
}

/// Where the program is: on the `PATH`, unless its name has a slash.
fn find(name: &str) -> Option<PathBuf> {
    let folders = match name.contains('/') {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(&std::env::var_os("PATH")?).collect(),
    };
    let mut found = folders.into_iter().map(|folder| folder.join(name));
    let found =
        found.find(|it| it.is_file() && access(it, Access::EXEC_OK).is_ok())?;
    std::path::absolute(found).ok()
}
