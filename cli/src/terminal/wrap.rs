//! Sentences in a terminal's width: broken between words, indented like their beginning. Code in backticks stays
//! whole, and so do the frames of sources. Colours are not counted.

/// What frames are drawn with: such lines are as wide as they have to be.
const FRAME: [char; 2] = ['│', '╵'];

/// `text` with its long lines broken, so that none is wider than `columns`, if its words are not.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| wrapped_line(line, columns)).collect();
    lines.join("\n")
}

fn wrapped_line(line: &str, columns: usize) -> String {
    if width(line) <= columns || line.contains(FRAME) {
        return line.to_owned();
    }
    let indent = " ".repeat(indent(line));
    let mut wrapped = String::new();
    let mut at = 0;
    for word in words(line) {
        let more = width(word);
        let is_first = wrapped.is_empty();
        if !is_first && at + 1 + more > columns && at > indent.len() {
            wrapped.push('\n');
            wrapped.push_str(&indent);
            at = indent.len();
        } else if !is_first {
            wrapped.push(' ');
            at += 1;
        }
        wrapped.push_str(word);
        at += more;
    }
    wrapped
}

/// Where the lines go on: below the words of a hint, else as deep as the line begins.
fn indent(line: &str) -> usize {
    let plain = anstream::adapter::strip_str(line).to_string();
    let start = plain.len() - plain.trim_start().len();
    match (start, plain.trim_start().starts_with("hint: ")) {
        (_, true) => start + "hint: ".len(),
        (0, false) => 4,
        (_, false) => start,
    }
}

/// The parts of `line` between single blanks. Its indentation belongs to the first, blanks in backticks to their part.
fn words(line: &str) -> Vec<&str> {
    let (mut words, mut start, mut in_code) = (Vec::new(), 0, false);
    let first = line.len() - line.trim_start().len();
    for (at, c) in line.char_indices().filter(|(at, _)| *at >= first) {
        match c {
            '`' => in_code = !in_code,
            ' ' if !in_code => {
                words.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&line[start..]);
    words
}

fn width(text: &str) -> usize {
    anstream::adapter::strip_str(text).to_string().chars().count()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_hint_goes_on_below_its_words() {
        let text = "✘ [ERROR] short\n\n    hint: one two three four `a b c`, five\n";
        assert_eq!(
            wrapped(text, 24),
            "✘ [ERROR] short\n\n    hint: one two three\n          four `a b c`,\n          five\n"
        );
    }

    #[test]
    fn frames_and_long_words_stay_as_they_are() {
        let frame = "      1 │ a very long line of source";
        assert_eq!(wrapped(frame, 10), frame);
        assert_eq!(wrapped("aaaaaaaaaaaaaaa bbb", 10), "aaaaaaaaaaaaaaa\n    bbb");
    }

    #[test]
    fn colours_take_no_room() {
        let text = "\u{1b}[31mab cd\u{1b}[0m ef";
        assert_eq!(wrapped(text, 8), text);
        assert_eq!(wrapped("ab cd ef", 7), "ab cd\n    ef");
    }
}
