//! The course's folder.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs, io};

use anyhow::{Context, Result};

use super::package;
use super::progress::{self, Progress, mark};
use crate::labs::{self, Exercise};
use crate::output::{Usage, similar};

/// A course's folder, and how far the student is in it.
pub(super) struct Folder {
    root: PathBuf,
    pub(super) progress: Progress,
}

impl Folder {
    /// A folder in which nobody has done anything yet.
    pub(super) fn new(root: PathBuf) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let id = mark(&format!("{} {now:?}", root.display()));
        Self { root, progress: Progress::new(id) }
    }

    /// The folder that the command was started in, or one above it.
    ///
    /// # Errors
    ///
    /// If none of them is a course's.
    pub(super) fn find() -> Result<Self> {
        let here = env::current_dir().context("where are we?")?;
        let is_course = |it: &&Path| it.join(progress::FILE).is_file();
        let root = here.ancestors().find(is_course).ok_or_else(|| {
            let here = here.display();
            Usage::new(format!(
                "'{here}' is in no course; go to its folder, or type \
                 'workbench course init my-course'"
            ))
        })?;
        let path = root.join(progress::FILE);
        let progress = Progress::read(&path).map_err(|why| {
            let path = path.display();
            Usage::new(format!(
                "'{path}' is not progress that can be read: {why}; repair it, \
                 or move your files to a new course"
            ))
        })?;
        Ok(Self { root: root.to_owned(), progress })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The file that the student edits.
    pub(super) fn work(&self, exercise: &Exercise) -> PathBuf {
        self.root.join(package::work(exercise))
    }

    /// What the student has made up to now.
    ///
    /// # Errors
    ///
    /// If it cannot be read as text.
    pub(super) fn read_work(&self, exercise: &Exercise) -> Result<String> {
        let path = self.work(exercise);
        fs::read_to_string(&path).map_err(|why| {
            let path = path.display();
            let why = crate::output::reason(&why);
            let name = exercise.name;
            Usage::new(format!(
                "cannot read '{path}': {why}; 'workbench course reset {name}' \
                 puts the starter there"
            ))
            .into()
        })
    }

    /// Sees to it that cargo builds `text`, which stands in the student's
    /// file, and not what it had before: cargo goes by the time of a file, and
    /// one that was moved here may be older than what was built.
    ///
    /// # Errors
    ///
    /// If the file's time cannot be changed.
    pub(super) fn make_new(
        &mut self,
        exercise: &Exercise,
        text: &str,
    ) -> Result<()> {
        let (mark, standing) = (mark(text), self.progress.of(exercise.name));
        if standing.checked == mark {
            return Ok(());
        }
        standing.checked = mark;
        let path = self.work(exercise);
        let touch = || {
            let file = fs::File::options().append(true).open(&path)?;
            file.set_modified(SystemTime::now())
        };
        touch()
            .with_context(|| format!("cannot touch '{}'", path.display()))?;
        self.save()
    }

    /// Lays the starter down, in place of whatever is there.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn give(&mut self, exercise: &Exercise) -> Result<()> {
        self.write(&package::work(exercise), exercise.starter)?;
        self.progress.of(exercise.name).given = mark(exercise.starter);
        Ok(())
    }

    /// Lays down what is not the student's: the manifest and the checks;
    /// the files that were not as they should be.
    ///
    /// # Errors
    ///
    /// If one cannot be written.
    pub(super) fn set_up(&self) -> Result<Vec<String>> {
        let mut changed = Vec::new();
        for (name, text) in package::files(&self.progress.id) {
            let there = fs::read_to_string(self.root.join(&name));
            if there.ok().as_ref() != Some(&text) {
                self.write(&name, &text)?;
                changed.push(name);
            }
        }
        Ok(changed)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.root.join(name);
        let write = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)
        };
        write().with_context(|| format!("cannot write '{}'", path.display()))
    }

    /// Keeps how far the student is.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn save(&self) -> Result<()> {
        let path = self.root.join(progress::FILE);
        let saving = || format!("cannot write '{}'", path.display());
        self.progress.save(&path).with_context(saving)
    }

    /// The exercise called `name`, or the first that has not passed.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(super) fn exercise(
        &self,
        name: Option<&str>,
    ) -> Result<&'static Exercise, Usage> {
        match name {
            Some(name) => exercise(name),
            None => self.next().ok_or_else(|| {
                Usage::new(
                    "every exercise has passed; name one that is on \
                     'workbench course list'",
                )
            }),
        }
    }

    /// How many exercises have passed, and how many there are.
    pub(super) fn passed(&self) -> (usize, usize) {
        let all = || labs::exercises().map(|(_, it)| it.name);
        let passed = all().filter(|it| self.progress.has_passed(it));
        (passed.count(), all().count())
    }

    /// The first exercise that has not passed.
    pub(super) fn next(&self) -> Option<&'static Exercise> {
        let mut all = labs::exercises().map(|(_, it)| it);
        all.find(|it| !self.progress.has_passed(it.name))
    }
}

/// The exercise called `name`.
///
/// # Errors
///
/// If there is none.
fn exercise(name: &str) -> Result<&'static Exercise, Usage> {
    let all = || labs::exercises().map(|(_, it)| it);
    all().find(|it| it.name == name).ok_or_else(|| {
        let hint = similar(name, all().map(|it| it.name));
        let hint =
            hint.unwrap_or_else(|| "type 'workbench course list'".to_owned());
        Usage::new(format!("no exercise named '{name}'; {hint}"))
    })
}
