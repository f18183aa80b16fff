//! Saves, as the system tells of them.

use std::path::Path;
use std::sync::mpsc::Sender;

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::News;
use crate::course::folder::Folder;
use crate::labs::{self, Exercise};

/// Tells of every save as long as the watcher lives. Folders are watched, not
/// files: an editor may put a new file in the place of the old one.
pub(super) fn watch(
    folder: &Folder,
    tell: Sender<News>,
) -> Result<RecommendedWatcher> {
    let mut watcher =
        notify::recommended_watcher(move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for exercise in event.paths.iter().filter_map(|it| of(it)) {
                // Whoever quits does not listen any more.
                let _ = tell.send(News::Saved(exercise));
            }
        })?;
    for (_, exercise) in labs::exercises() {
        let work = folder.work(exercise);
        let Some(place) = work.parent() else { continue };
        let watching = || format!("cannot watch '{}'", place.display());
        watcher
            .watch(place, RecursiveMode::NonRecursive)
            .with_context(watching)?;
    }
    Ok(watcher)
}

/// The exercise whose file this is.
fn of(path: &Path) -> Option<&'static Exercise> {
    let name = path.file_name()?.to_str()?.strip_suffix(".rs")?;
    let mut all = labs::exercises().map(|(_, it)| it);
    all.find(|it| it.name == name)
}
