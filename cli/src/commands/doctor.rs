//! `partyrs doctor`: what partyrs needs of this machine, each with its remedy. Changes nothing but the cache.

use super::dev::working_directory;
use crate::config::{ConfigFlags, Project};
use crate::dev::{Holder, holder};
use crate::error::{Error, ErrorKind};
use crate::terminal::{Format, Terminal};
use clap::Args;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::ExitCode;

/// Fewer files than this are soon too few to watch a project.
const WATCHES_MIN: u64 = 65_536;

/// Look for trouble on this machine: esbuild, the port, file watching, the project's state.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs doctor [options]",
    after_help = "\
Examples:
  partyrs doctor              exit code 1 if something needs a remedy
  partyrs doctor --json"
)]
pub(super) struct Doctor {
    /// One JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

/// Looks at everything, whatever is wrong.
pub(super) fn run(options: Doctor, terminal: &Terminal) -> Result<ExitCode, Error> {
    let Doctor { json } = options;
    let terminal = &if json {
        terminal.with_format(Format::Json)
    } else {
        terminal.clone()
    };
    let cwd = working_directory()?;
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    terminal.done(&format!("partyrs {} on {system}", env!("CARGO_PKG_VERSION")));
    let project = Project::load(&ConfigFlags::default(), &cwd);
    let root = project
        .as_ref()
        .map_or(cwd.as_path(), |project| project.root.as_path());
    let user = project.as_ref().ok().and_then(holder);
    let wanted = project.as_ref().ok().and_then(|project| project.port);
    let mut findings = vec![
        crate::dev::doctor_esbuild(root, terminal),
        port(wanted.unwrap_or(1999), user.as_ref()),
        watches(Path::new("/proc/sys/fs/inotify/max_user_watches")),
    ];
    if let Ok(project) = &project {
        findings.extend([
            Ok(format!("the project `{}` reads well", project.name)),
            state(project),
            Ok(in_use(user.as_ref())),
        ]);
    }
    findings.extend(project.err().map(Err));
    let mut code = ExitCode::SUCCESS;
    for finding in findings {
        match finding {
            Ok(text) => terminal.done(&text),
            Err(error) => {
                code = ExitCode::FAILURE;
                terminal.error(&error);
            }
        }
    }
    Ok(code)
}

/// Whether `port` is to be had, or `user` of this project has it.
fn port(port: u16, user: Option<&Holder>) -> Result<String, Error> {
    match TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)) {
        Ok(_) => Ok(format!("port {port} is free")),
        Err(_) if user.is_some_and(|user| user.port == port) => {
            Ok(format!("port {port} is used by this project"))
        }
        Err(source) => Err(
            Error::new(ErrorKind::Port, format!("port {port} is not to be had"))
                .hint("`partyrs dev` takes the next free one if the config names none;\nstop the other program to get this one")
                .caused_by(source),
        ),
    }
}

/// Who runs the project at the moment.
fn in_use(user: Option<&Holder>) -> String {
    match user {
        None => "no partyrs uses the rooms at the moment".to_owned(),
        Some(Holder { pid, port, folder }) => format!(
            "the rooms are in use: partyrs runs as process {pid}, on port {port}, in `{}`",
            folder.display()
        ),
    }
}

/// Linux limits how many folders may be watched; where the file is not there, nothing is limited.
fn watches(limit: &Path) -> Result<String, Error> {
    crate::dev::can_watch()?;
    let Some(most) = std::fs::read_to_string(limit)
        .ok()
        .and_then(|text| text.trim().parse::<u64>().ok())
    else {
        return Ok("files can be watched".to_owned());
    };
    if most >= WATCHES_MIN {
        return Ok(format!("{most} folders may be watched"));
    }
    Err(
        Error::new(ErrorKind::Other, format!("only {most} folders may be watched"))
            .hint("raise it with `sudo sysctl fs.inotify.max_user_watches=524288`"),
    )
}

/// Whether rooms can keep their data.
fn state(project: &Project) -> Result<String, Error> {
    let Some(folder) = &project.persist else {
        return Ok("rooms keep nothing: `persist` is off".to_owned());
    };
    let existing = folder.ancestors().find(|above| above.is_dir()).unwrap_or(folder);
    match tempfile::Builder::new().prefix(".partyrs-").tempfile_in(existing) {
        Ok(_) => Ok(format!(
            "rooms can keep their data in `{}`",
            project.shown(folder)
        )),
        Err(source) => Err(Error::new(
            ErrorKind::Other,
            format!("rooms cannot keep their data in `{}`", project.shown(folder)),
        )
        .hint("make it writable, name another folder with --persist, or use `--persist false`")
        .caused_by(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_limit_comes_with_its_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let limit = folder.path().join("limit");
        std::fs::write(&limit, "8192\n").unwrap();
        let error = watches(&limit).unwrap_err();
        assert_eq!(error.to_string(), "only 8192 folders may be watched");
        std::fs::write(&limit, "65536\n").unwrap();
        assert_eq!(watches(&limit).unwrap(), "65536 folders may be watched");
        assert_eq!(
            watches(&folder.path().join("none")).unwrap(),
            "files can be watched"
        );
    }
}
