// Date patterns of CLDR taken apart: `EEEE, d 'de' MMMM` as fields and literal text.

/** [{ field: "E", width: 4 } | { text }] */
export function items(pattern) {
  const result = [];
  let text = "";
  const flush = () => {
    if (text) result.push({ text });
    text = "";
  };
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i];
    if (char === "'") {
      if (pattern[i + 1] === "'") {
        text += "'";
        i += 1;
        continue;
      }
      for (i += 1; i < pattern.length; i += 1) {
        if (pattern[i] !== "'") text += pattern[i];
        else if (pattern[i + 1] === "'") text += pattern[i++];
        else break;
      }
    } else if (/[A-Za-z]/.test(char)) {
      flush();
      let width = 1;
      while (pattern[i + 1] === char) {
        width += 1;
        i += 1;
      }
      result.push({ field: char, width });
    } else text += char;
  }
  flush();
  return result;
}

/** The reverse of [`items`]. */
export const patternOf = (list) =>
  list.map(({ field, width, text }) => (field ? field.repeat(width) : quoted(text))).join("");

const quoted = (text) => (/[A-Za-z']/.test(text) ? `'${text.replaceAll("'", "''")}'` : text);

/** `pattern` with other hour letters; literal text stays. */
export const withHour = (pattern, letter) =>
  patternOf(items(pattern).map((item) => (item.field && "hHkK".includes(item.field) ? { ...item, field: letter } : item)));

/** The hour letter of a pattern. */
export const hourLetter = (pattern) => items(pattern).find(({ field }) => field && "hHkK".includes(field))?.field;
