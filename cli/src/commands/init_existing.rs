//! `partyrs init` in a package that is there: shows what will be added, adds it, installs.

use crate::error::{Error, ErrorKind};
use crate::scaffold::{Addition, Language, PackageManager, is_checked};
use crate::terminal::Terminal;
use std::path::Path;

/// What was asked for.
pub(super) struct Wishes {
    /// The project's name, as it is.
    pub(super) name: Option<String>,
    /// Somebody is asked what is not clear.
    pub(super) asks: bool,
    /// Nothing is written.
    pub(super) dry_run: bool,
    /// Missing packages are installed.
    pub(super) installs: bool,
}

/// Adds a party to the package in `folder`.
pub(super) fn run(folder: &Path, wishes: Wishes, terminal: &Terminal) -> Result<(), Error> {
    let Wishes {
        name,
        asks,
        dry_run,
        installs,
    } = wishes;
    let language = match asks && !is_checked(folder) {
        true => match terminal.choose("Would you like to use TypeScript?", &["Yes", "No"]) {
            Some(0) => Language::TypeScript,
            Some(_) => Language::JavaScript,
            None => return Err(nobody()),
        },
        false => Language::TypeScript,
    };
    let addition = Addition::to(folder, name.as_deref(), language)?;
    if addition.files.is_empty() && addition.packages.is_empty() {
        terminal.note("Nothing is missing here: `partyrs dev` serves the project");
        return Ok(());
    }
    if asks {
        show(&addition, terminal);
        let answers = ["Add to package.json and this folder", "Leave everything as it is"];
        match terminal.choose("Where should the party go?", &answers) {
            Some(0) => {}
            Some(_) => {
                terminal
                    .note("Nothing was written. `partyrs init my-party` makes a new project in a folder.");
                return Ok(());
            }
            None => return Err(nobody()),
        }
    }
    let user_agent = std::env::var_os("npm_config_user_agent");
    let manager = PackageManager::detect(user_agent.as_deref(), folder);
    let must_install = installs && addition.package.is_some();
    if dry_run {
        let skipped = |what: String| terminal.answer(&format!("Dry run: Skipped {what}"));
        for file in &addition.files {
            skipped(format!("creating {}", file.path.display()));
        }
        for package in &addition.packages {
            skipped(format!("adding {package} to package.json"));
        }
        if must_install {
            skipped(format!("running `{}`", manager.install_line()));
        }
        return Ok(());
    }
    addition.write(folder)?;
    for file in &addition.files {
        terminal.done(&format!("made {}", file.path.display()));
    }
    for package in &addition.packages {
        terminal.done(&format!("added {package} to package.json"));
    }
    if must_install {
        terminal.note(&format!("Running `{}` …", manager.install_line()));
        manager.install(folder).map_err(|error| {
            error.hint(format!(
                "everything is written; repeat it with `{}`",
                manager.install_line()
            ))
        })?;
    }
    terminal.answer("\nNext:\n  partyrs dev\n\nThen connect to the room `my-room` with partysocket, or see /party/my-room.");
    Ok(())
}

fn show(addition: &Addition, terminal: &Terminal) {
    let files = addition
        .files
        .iter()
        .map(|file| format!("  {}", file.path.display()));
    let packages = addition
        .packages
        .iter()
        .map(|package| format!("  {package} in package.json"));
    let lines: Vec<String> = files.chain(packages).collect();
    terminal.answer(&format!(
        "To be added; nothing that is there is changed:\n{}\n",
        lines.join("\n")
    ));
}

fn nobody() -> Error {
    Error::new(ErrorKind::Other, "this folder has a `package.json`, and nobody is there to answer questions")
        .hint("add a party to it without questions with `partyrs init --yes`,\nor make a new project in a folder below: `partyrs init my-party`")
}
