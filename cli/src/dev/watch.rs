//! Tells when files that matter change: many changes at once are one event. Watches folders, not files, so that
//! editors may write aside and rename, and files may come and go. Does not know what a change leads to.

use super::event::{Changed, SessionEvent};
use super::interest::Interest;
use crate::error::{Error, ErrorKind};
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// How long it must be quiet before a change is told: editors write in several steps.
const QUIET: Duration = Duration::from_millis(30);

/// After how long a change is told even if it is never quiet.
const PATIENCE: Duration = Duration::from_millis(200);

/// How many changes may wait to be gathered. When that many do, the watcher's own thread waits too, and what the
/// system cannot hold for it comes back as "look at everything again".
const WAITING_MAX: usize = 256;

/// Watches until it is dropped.
pub(crate) struct Watcher {
    system: RecommendedWatcher,
    list: Arc<RwLock<WatchList>>,
    _gather: AbortOnDropHandle<()>,
}

/// What is watched for, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct WatchList {
    files: BTreeSet<PathBuf>,
    builds: Vec<Interest>,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// Starts with an empty list.
    pub(crate) fn start(events: mpsc::Sender<SessionEvent>) -> Result<Self, Error> {
        let list = Arc::new(RwLock::new(WatchList::default()));
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        let shared = Arc::clone(&list);
        let system = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let list = shared.read().unwrap_or_else(PoisonError::into_inner);
            let paths = event.map(|event| list.relevant(&event)).unwrap_or_default();
            drop(list);
            if !paths.is_empty() {
                // Fails only when the session has ended.
                let _ = sender.blocking_send(paths);
            }
        });
        let system = system.map_err(unwatchable)?;
        let gather = AbortOnDropHandle::new(tokio::spawn(gather(receiver, events)));
        Ok(Self {
            system,
            list,
            _gather: gather,
        })
    }

    /// Replaces the list and watches the folders it needs. A folder that cannot be watched is an error, after all
    /// the others are.
    pub(crate) fn watch(&mut self, mut list: WatchList) -> Result<(), Error> {
        list.folders = list.builds.iter().flat_map(Interest::folders).collect();
        let parents = list.files.iter().filter_map(|file| file.parent());
        list.folders
            .extend(parents.filter(|folder| folder.is_dir()).map(Path::to_path_buf));
        let before = {
            let mut current = self.list.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, list.clone()).folders
        };
        let mut paths = self.system.paths_mut();
        let mut failure = None;
        for folder in before.difference(&list.folders) {
            // Fails for a folder that is gone, with which the watch is gone too.
            let _ = paths.remove(folder);
        }
        for folder in list.folders.difference(&before) {
            if let Err(error) = paths.add(folder, RecursiveMode::NonRecursive) {
                failure = Some(explain(error, folder));
            }
        }
        if let Err(error) = paths.commit() {
            failure = Some(explain(error, Path::new(".")));
        }
        failure.map_or(Ok(()), Err)
    }

    /// Takes folders among `paths` off the list: they came or went, and a watch belongs to the folder that went.
    /// The next [`Watcher::watch`] takes care of those that are there.
    pub(crate) fn forget(&mut self, paths: &BTreeSet<PathBuf>) {
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<_> = paths.iter().filter(|path| list.folders.remove(*path)).collect();
        drop(list);
        for folder in gone {
            let _ = self.system.unwatch(folder);
        }
    }
}

impl WatchList {
    /// For `files`, which are read outside of builds: the config and `.env` files; and for what `builds` depend on.
    pub(crate) fn new(files: BTreeSet<PathBuf>, builds: Vec<Interest>) -> Self {
        Self {
            files,
            builds,
            folders: BTreeSet::new(),
        }
    }

    /// The paths of `event` that matter.
    fn relevant(&self, event: &Event) -> BTreeSet<PathBuf> {
        if event.need_rescan() {
            let files = self.builds.iter().flat_map(Interest::files);
            return files.chain(&self.files).cloned().collect();
        }
        let comes_or_goes = match event.kind {
            // Reading is no change.
            EventKind::Access(_) => return BTreeSet::new(),
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
            EventKind::Any | EventKind::Other | EventKind::Modify(_) => false,
        };
        let matters = |path: &&PathBuf| {
            if self.folders.contains(*path) {
                return comes_or_goes;
            }
            self.files.contains(*path) || self.builds.iter().any(|build| build.concerns(path))
        };
        event.paths.iter().filter(matters).cloned().collect()
    }
}

/// Joins changes that come together.
async fn gather(mut changes: mpsc::Receiver<BTreeSet<PathBuf>>, events: mpsc::Sender<SessionEvent>) {
    while let Some(mut paths) = changes.recv().await {
        let at = Instant::now();
        let end = tokio::time::Instant::from_std(at + PATIENCE);
        loop {
            let quiet = tokio::time::Instant::now() + QUIET;
            match tokio::time::timeout_at(quiet.min(end), changes.recv()).await {
                Ok(Some(more)) => paths.extend(more),
                Ok(None) => return,
                Err(_quiet) => break,
            }
        }
        if events
            .send(SessionEvent::FilesChanged(Changed { paths, at }))
            .await
            .is_err()
        {
            return;
        }
    }
}

/// Whether this machine can watch for changes at the moment.
pub(crate) fn is_possible() -> Result<(), Error> {
    let watcher = notify::recommended_watcher(|_: notify::Result<Event>| {});
    watcher.map(drop).map_err(unwatchable)
}

/// Why nothing can be watched: nearly always because the user's other programs have all watchers there may be.
fn unwatchable(error: notify::Error) -> Error {
    let remedy = if cfg!(target_os = "linux") {
        "end programs that watch files, or allow more with `sudo sysctl fs.inotify.max_user_instances=1024`"
    } else {
        "end programs that watch files"
    };
    Error::new(
        ErrorKind::Other,
        "cannot watch for changes: what is saved is not noticed",
    )
    .hint(remedy)
    .caused_by(error)
}

fn explain(error: notify::Error, folder: &Path) -> Error {
    let hint = match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit is reached: raise it with `sudo sysctl fs.inotify.max_user_watches=524288`"
        }
        _ => "changes there are not noticed until partyrs is started again",
    };
    let message = format!("cannot watch the folder `{}`", folder.display());
    Error::new(ErrorKind::Other, message).hint(hint).caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Watched {
        folder: tempfile::TempDir,
        watcher: Watcher,
        events: mpsc::Receiver<SessionEvent>,
        list: WatchList,
    }

    impl Watched {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().canonicalize().unwrap();
            std::fs::create_dir_all(root.join("src")).unwrap();
            let (sender, events) = mpsc::channel(16);
            let mut interest = Interest::new(root.clone(), Vec::new());
            interest.good([root.join("src/a.ts")].into());
            let list = WatchList::new([root.join("partykit.json")].into(), vec![interest]);
            let mut watcher = Watcher::start(sender).unwrap();
            watcher.watch(list.clone()).unwrap();
            Self {
                folder,
                watcher,
                events,
                list,
            }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().canonicalize().unwrap().join(name)
        }

        async fn next(&mut self) -> BTreeSet<PathBuf> {
            let wait = tokio::time::timeout(Duration::from_secs(10), self.events.recv());
            match wait.await.expect("no change was noticed") {
                Some(SessionEvent::FilesChanged(changed)) => changed.paths,
                _ => panic!("not a change"),
            }
        }
    }

    #[tokio::test]
    async fn writes_renames_and_removals_are_noticed_once() {
        let mut watched = Watched::new();
        let file = watched.path("src/a.ts");
        for text in ["one", "two"] {
            std::fs::write(watched.path("src/.a.ts.tmp"), text).unwrap();
            std::fs::rename(watched.path("src/.a.ts.tmp"), &file).unwrap();
            assert_eq!(watched.next().await, [file.clone()].into());
        }
        std::fs::write(&file, "three").unwrap();
        std::fs::write(watched.path("src/other.ts"), "nobody cares").unwrap();
        assert_eq!(watched.next().await, [file.clone()].into());
        std::fs::remove_file(&file).unwrap();
        std::fs::write(watched.path("partykit.json"), "{}").unwrap();
        assert_eq!(watched.next().await, [watched.path("partykit.json"), file].into());
    }

    #[tokio::test]
    async fn a_folder_that_was_replaced_is_watched_again() {
        let mut watched = Watched::new();
        let (folder, file) = (watched.path("src"), watched.path("src/a.ts"));
        std::fs::rename(&folder, watched.path("old")).unwrap();
        std::fs::create_dir(&folder).unwrap();
        let changed = watched.next().await;
        assert!(changed.contains(&folder), "{changed:?}");
        watched.watcher.forget(&changed);
        watched.watcher.watch(watched.list.clone()).unwrap();
        std::fs::write(&file, "new").unwrap();
        assert_eq!(watched.next().await, [file].into());
    }

    #[tokio::test]
    async fn reading_is_no_change() {
        let mut watched = Watched::new();
        let file = watched.path("src/a.ts");
        std::fs::write(&file, "one").unwrap();
        watched.next().await;
        std::fs::read(&file).unwrap();
        std::fs::write(watched.path("partykit.json"), "{}").unwrap();
        assert_eq!(watched.next().await, [watched.path("partykit.json")].into());
    }
}
