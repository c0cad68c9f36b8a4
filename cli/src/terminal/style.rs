//! The few colours: the sixteen of the terminal's own theme, so that they suit light and dark.

use anstyle::{AnsiColor, Color, Style};

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// What matters less: times, positions, gutters.
pub(super) const DIM: Style = Style::new().dimmed();
/// What matters more.
pub(super) const BOLD: Style = Style::new().bold();
/// It works.
pub(super) const GOOD: Style = colour(AnsiColor::Green);
/// It works, and is the line to look for.
pub(super) const READY: Style = GOOD.bold();
/// Worth a look.
pub(super) const WARN: Style = colour(AnsiColor::Yellow);
/// It does not work.
pub(super) const BAD: Style = colour(AnsiColor::Red);
/// Addresses and names.
pub(super) const LINK: Style = colour(AnsiColor::Cyan);
