//! A QR code in half blocks: two rows of its squares are one line.

use anstyle::{Ansi256Color, Color, Style};
use qrcode::{EcLevel, QrCode};

/// How many light squares the code has around it, as the standard wants.
const MARGIN: usize = 4;

/// Light squares are drawn, dark ones are the background. The colours are those that no theme changes. Where there are
/// no colours, it is right on a dark terminal, and inverted on a light one, which cameras mostly read, too.
const SQUARES: Style = Style::new()
    .fg_color(Some(Color::Ansi256(Ansi256Color(231))))
    .bg_color(Some(Color::Ansi256(Ansi256Color(16))));

/// The code of `text`, indented by two; none when `text` is too long for any.
pub(super) fn code(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let (squares, width) = (code.to_colors(), code.width());
    let size = width + 2 * MARGIN;
    let is_light = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => squares[y * width + x] == qrcode::Color::Light,
            _ => y < size,
        }
    };
    let line = |y: usize| {
        let blocks: String = (0..size)
            .map(|x| match (is_light(x, y), is_light(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect();
        // Beyond the last row there is nothing to paint dark.
        let style = if y + 1 < size {
            SQUARES
        } else {
            SQUARES.bg_color(None)
        };
        format!("  {style}{blocks}{style:#}")
    };
    let lines: Vec<String> = (0..size).step_by(2).map(line).collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_has_its_margin_and_fits_a_terminal() {
        let code = code("http://192.168.178.123:65535").unwrap();
        let plain = anstream::adapter::strip_str(&code).to_string();
        let lines: Vec<Vec<char>> = plain.lines().map(|line| line.chars().skip(2).collect()).collect();
        // 25 squares and the margin; two rows are a line.
        assert!(lines.iter().all(|line| line.len() == 33), "{plain}");
        assert_eq!(lines.len(), 17);
        assert!(lines[..2].iter().flatten().all(|block| *block == '█'), "{plain}");
        // The finder in the corner: a dark ring, a light one, a dark square.
        let finder: String = (2..6)
            .map(|y| lines[y][4..11].iter().chain(&['|']).collect::<String>())
            .collect();
        assert_eq!(finder, " ▄▄▄▄▄ | █   █ | █▄▄▄█ |▄▄▄▄▄▄▄|", "{plain}");
        assert!(lines[16].iter().all(|block| *block == '▀'), "{plain}");
    }
}
