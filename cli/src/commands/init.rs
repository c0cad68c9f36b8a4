//! `partyrs init`: a new project from a template, installed, committed and, with `--dev`, running.

use super::dev::{run_in, working_directory};
use super::{DevFlags, init_existing};
use crate::config::ProjectName;
use crate::error::{Error, ErrorKind};
use crate::scaffold::{self, Committed, NewFile, PackageManager, Template};
use crate::terminal::{Terminal, read_answer};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// Make a new project from a template.
#[derive(Debug, Default, Args)]
#[command(
    help_template = super::HELP,
    next_line_help = false,
    override_usage = "partyrs init [options] [name]",
    after_help = "\
Examples:
  partyrs init my-chat --template chat-room --dev    make it, install it, run it
  partyrs init my-party --dry-run                    only say what would be done
  partyrs init . --template react                    make it in this folder
  partyrs init --yes                                 add a party to the package that is here"
)]
pub(super) struct Init {
    /// The project's name and its new folder; `.` means this folder. Without it: my-party.
    #[arg(value_name = "name")]
    name: Option<String>,
    /// What to start from. Without it: asked on a terminal, else typescript.
    #[arg(short, long, value_name = "name", value_parser = PossibleValuesParser::new(template_names()))]
    template: Option<String>,
    /// Ask nothing.
    #[arg(short, long)]
    yes: bool,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Go on with `partyrs dev --live` in the new project.
    #[arg(long)]
    dev: bool,
    /// Do not install the packages.
    #[arg(long)]
    no_install: bool,
    /// Do not make a git repository.
    #[arg(long)]
    no_git: bool,
}

/// What is going to be made.
struct Plan {
    name: ProjectName,
    template: Template,
    files: Vec<NewFile>,
    /// Absolute.
    folder: PathBuf,
    /// As one would type it after `cd`; empty for the working directory.
    shown: String,
    packages: Option<PackageManager>,
    git: bool,
}

/// Makes the project.
pub(super) fn run(options: Init, terminal: &Terminal) -> Result<(), Error> {
    let cwd = working_directory()?;
    let (dev, dry_run) = (options.dev, options.dry_run);
    terminal.banner();
    if adds(&options, &cwd) {
        return init_existing::run(&cwd, options.into(), terminal);
    }
    let plan = Plan::new(options, &cwd, terminal)?;
    plan.refuse_to_overwrite()?;
    if dry_run {
        plan.show(dev, terminal);
        return Ok(());
    }
    scaffold::write(&plan.files, &plan.folder)?;
    let (count, template) = (plan.files.len(), plan.template.name());
    terminal.done(&format!(
        "made `{}` from the template {template}: {count} files",
        plan.name
    ));
    let installed = plan.install(terminal);
    if plan.git {
        plan.commit(terminal);
    }
    installed?;
    if dev {
        return run_in(
            plan.folder,
            DevFlags {
                live: true,
                manners: crate::dev::Manners {
                    hotkeys: true,
                    ..Default::default()
                },
                ..DevFlags::default()
            },
            terminal,
        );
    }
    plan.show_next_steps(terminal);
    Ok(())
}

impl Plan {
    /// Every option is named, so that a new one does not compile until it is handled.
    fn new(options: Init, cwd: &Path, terminal: &Terminal) -> Result<Self, Error> {
        let Init {
            name,
            template,
            yes,
            dry_run: _,
            dev: _,
            no_install,
            no_git,
        } = options;
        let (name, shown) = match name.as_deref() {
            None => (ProjectName::new("my-party")?, "my-party".to_owned()),
            Some("." | "./") => (folder_name(cwd)?, String::new()),
            Some(name) => (ProjectName::new(name)?, name.to_owned()),
        };
        let folder = if shown.is_empty() {
            cwd.to_owned()
        } else {
            cwd.join(&shown)
        };
        let asks = !yes && Terminal::is_interactive();
        let template = match template.as_deref().and_then(Template::named) {
            Some(template) => template,
            None if asks => ask_template(terminal)?,
            None => default_template()?,
        };
        let user_agent = std::env::var_os("npm_config_user_agent");
        let packages = (!no_install).then(|| PackageManager::detect(user_agent.as_deref(), &folder));
        Ok(Self {
            files: template.files(&name)?,
            name,
            template,
            folder,
            shown,
            packages,
            git: !no_git,
        })
    }

    fn refuse_to_overwrite(&self) -> Result<(), Error> {
        let there = scaffold::conflicts(&self.files, &self.folder);
        if there.is_empty() {
            return Ok(());
        }
        let list: Vec<String> = there.iter().map(|path| self.shown_path(path)).collect();
        let message = format!(
            "nothing was written, because these files are already there:\n    {}",
            list.join("\n    ")
        );
        Err(Error::new(ErrorKind::Other, message).hint("choose another name, or move them away"))
    }

    fn show(&self, dev: bool, terminal: &Terminal) {
        let skipped = |what: &str| terminal.answer(&format!("Dry run: Skipped {what}"));
        for file in &self.files {
            skipped(&format!("creating {}", self.shown_path(&file.path)));
        }
        if let Some(packages) = self.packages {
            skipped(&format!("running `{}`", packages.install_line()));
        }
        if self.git && !scaffold::is_in_repository(&self.folder) {
            skipped("making a git repository with a first commit");
        }
        if dev {
            skipped("running `partyrs dev --live`");
        }
    }

    /// A failed install leaves everything as it is: it can be repeated.
    fn install(&self, terminal: &Terminal) -> Result<(), Error> {
        let Some(packages) = self.packages else {
            return Ok(());
        };
        let line = packages.install_line();
        terminal.note(&format!("Running `{line}` …"));
        packages.install(&self.folder).map_err(|error| {
            let repeat = if self.shown.is_empty() {
                line.clone()
            } else {
                format!("cd {} && {line}", self.shown)
            };
            error.hint(format!(
                "the files of the project are all there; repeat it with `{repeat}`"
            ))
        })?;
        terminal.done("installed the packages");
        Ok(())
    }

    fn commit(&self, terminal: &Terminal) {
        let message = format!("Start from the {} template of partyrs", self.template.name());
        match scaffold::commit(&self.folder, &message) {
            Committed::Yes => terminal.done("made a git repository with a first commit"),
            Committed::Inside => terminal.note("This is inside a git repository: nothing was committed."),
            Committed::NoGit => terminal.note("git is not installed: no repository was made."),
            Committed::Refused(said) => terminal.warning(&format!(
                "git made no first commit: {said}\nthe files are all there; commit them when git is set up"
            )),
        }
    }

    fn show_next_steps(&self, terminal: &Terminal) {
        let packages = self.packages.unwrap_or_default();
        let enter = (!self.shown.is_empty()).then(|| format!("cd {}", self.shown));
        let install = self.packages.is_none().then(|| packages.install_line());
        // The scripts of package.json call `partyrs`; a binary that is not on the PATH is called by its place.
        let dev = match std::env::current_exe() {
            Ok(program) if !is_on_path("partyrs") => format!("{} dev --live", program.display()),
            Ok(_) | Err(_) => packages.run_line("dev"),
        };
        let steps: Vec<String> = enter
            .into_iter()
            .chain(install)
            .chain([dev])
            .map(|step| format!("  {step}"))
            .collect();
        terminal.answer(&format!(
            "\nNext:\n{}\n\nThen open http://localhost:1999 in two windows.",
            steps.join("\n")
        ));
    }

    fn shown_path(&self, path: &Path) -> String {
        Path::new(&self.shown).join(path).display().to_string()
    }
}

fn template_names() -> Vec<&'static str> {
    Template::all().into_iter().map(Template::name).collect()
}

fn default_template() -> Result<Template, Error> {
    Template::named(Template::DEFAULT)
        .ok_or_else(|| Error::new(ErrorKind::Other, "this binary was built without templates"))
}

/// A numbered list; a number, a name, or nothing for the default.
fn ask_template(terminal: &Terminal) -> Result<Template, Error> {
    let all = Template::all();
    let width = all
        .iter()
        .map(|template| template.name().len())
        .max()
        .unwrap_or_default();
    terminal.answer("What do you want to start from?\n");
    for (index, template) in all.iter().enumerate() {
        terminal.answer(&format!(
            "  {}  {:width$}  {}",
            index + 1,
            template.name(),
            template.summary()
        ));
    }
    loop {
        terminal.question(&format!("\nNumber or name [{}]: ", Template::DEFAULT));
        let Some(answer) = read_answer() else {
            terminal.answer("");
            return Err(
                Error::new(ErrorKind::Other, "no template was chosen").hint("choose one with `--template`")
            );
        };
        let chosen = match answer.parse::<usize>() {
            Ok(number) => number.checked_sub(1).and_then(|index| all.get(index)).copied(),
            Err(_) if answer.is_empty() => return default_template(),
            Err(_) => Template::named(&answer),
        };
        match chosen {
            Some(template) => return Ok(template),
            None if answer.contains(char::is_control) => {
                terminal.answer("Arrow keys do nothing here: type a number or a name.");
            }
            None => terminal.answer(&format!("There is no `{answer}` in the list.")),
        }
    }
}

fn folder_name(folder: &Path) -> Result<ProjectName, Error> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    ProjectName::suggested(&name).map_or_else(|| ProjectName::new(&name), Ok)
}

/// Whether a package that is here gets a party, instead of a new project being made. A name alone is a new folder's.
fn adds(options: &Init, cwd: &Path) -> bool {
    let named = options.name.is_some() && !options.yes;
    cwd.join("package.json").is_file() && options.template.is_none() && !options.dev && !named
}

impl From<Init> for init_existing::Wishes {
    fn from(options: Init) -> Self {
        Self {
            name: options.name.filter(|name| name != "." && name != "./"),
            asks: !options.yes,
            dry_run: options.dry_run,
            installs: !options.no_install,
        }
    }
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
