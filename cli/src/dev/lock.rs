//! Who uses the rooms' data: one partyrs at a time, since two would each believe that they alone write. The lock is the
//! system's, on a file beside the data, and ends with the process however it ends; what the file says is for people.

use crate::config::Project;
use crate::error::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a session that ends may take to let go.
const HANDOVER: Duration = Duration::from_secs(2);

/// The data is ours as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Who has the data.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// The process.
    pub(crate) pid: u32,
    /// Where it serves.
    pub(crate) port: u16,
    /// Which project.
    pub(crate) folder: PathBuf,
}

/// Takes the data of `project`, which will be served on `port`; nothing when it keeps none.
pub(super) async fn take(project: &Project, port: u16) -> Result<Option<Lock>, Error> {
    let Some(state) = &project.persist else {
        return Ok(None);
    };
    let unlocked = |source: io::Error| {
        let message = format!("rooms cannot keep their data in `{}`", project.shown(state));
        Error::new(ErrorKind::Other, message)
            .hint("make it a folder that can be written, keep the rooms elsewhere with `--persist <folder>`, or nowhere with `--persist false`")
            .caused_by(source)
    };
    let path = path(state, &project.name);
    let opened = make_folder(state).and_then(|()| open(&path));
    let mut file = opened.map_err(unlocked)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let waiting = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
            file = match tokio::time::timeout(HANDOVER, waiting).await {
                Ok(Ok(locked)) => locked.map_err(unlocked)?,
                Ok(Err(_)) | Err(_) => return Err(in_use(project, state)),
            };
        }
        Err(TryLockError::Error(source)) => return Err(unlocked(source)),
    }
    let holder = Holder {
        pid: std::process::id(),
        port,
        folder: project.root.clone(),
    };
    write(&mut file, &holder).map_err(unlocked)?;
    Ok(Some(Lock { _file: file }))
}

/// Who has the data of `project` now.
pub(crate) fn holder(project: &Project) -> Option<Holder> {
    let path = path(project.persist.as_deref()?, &project.name);
    let file = File::open(&path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => read(&path),
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

/// Projects of other names may share the folder.
fn path(state: &Path, name: &str) -> PathBuf {
    state.join(format!(".{name}.lock"))
}

/// Makes the folder of the data. One in `.partykit`, which nobody named, tells git to leave all of it out.
fn make_folder(state: &Path) -> io::Result<()> {
    let unasked = state
        .parent()
        .filter(|parent| parent.ends_with(".partykit") && !parent.exists());
    fs::create_dir_all(state)?;
    match unasked {
        Some(folder) => fs::write(folder.join(".gitignore"), "*\n"),
        None => Ok(()),
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

fn write(file: &mut File, holder: &Holder) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(serde_json::to_string(holder)?.as_bytes())
}

fn read(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn in_use(project: &Project, state: &Path) -> Error {
    let state = project.shown(state);
    let elsewhere =
        "keep the rooms of this one elsewhere with `--persist <folder>`, or nowhere with `--persist false`";
    match holder(project) {
        Some(Holder { pid, port, folder }) => {
            let folder = folder.display();
            let message = format!(
                "another partyrs uses the rooms in `{state}`: process {pid}, port {port}, in `{folder}`"
            );
            Error::new(ErrorKind::Other, message).hint(format!("stop it with `kill {pid}`,\n{elsewhere}"))
        }
        None => Error::new(
            ErrorKind::Other,
            format!("another program uses the rooms in `{state}`"),
        )
        .hint(elsewhere),
    }
}
