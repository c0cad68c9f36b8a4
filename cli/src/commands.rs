//! The commands: one file each, one struct of options and one `run`.

use std::process::ExitCode;

/// Parses the arguments, runs the command, returns its exit code.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
