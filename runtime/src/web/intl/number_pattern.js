// CLDR's number patterns: `¤#,##0.00;(¤#,##0.00)` taken apart, and affixes as parts.

const patterns = new Map();

/** { prefix, suffix, negative: [prefix, suffix] or undefined, primary, secondary } of a pattern. */
export function parsed(pattern) {
  let result = patterns.get(pattern);
  if (!result) {
    const [positive, negative] = halves(pattern);
    const { prefix, body, suffix } = sides(positive);
    const groups = body.split(".")[0].split(",");
    const primary = groups.length > 1 ? groups.at(-1).length : 0;
    const secondary = groups.length > 2 ? groups.at(-2).length : primary;
    result = { prefix, suffix, primary, secondary };
    if (negative) {
      const of = sides(negative);
      result.negative = [of.prefix, of.suffix];
    }
    patterns.set(pattern, result);
  }
  return result;
}

function halves(pattern) {
  let quoted = false;
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === "'") quoted = !quoted;
    else if (pattern[i] === ";" && !quoted) return [pattern.slice(0, i), pattern.slice(i + 1)];
  }
  return [pattern];
}

function sides(pattern) {
  let quoted = false;
  let start = -1;
  let end = pattern.length;
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === "'") quoted = !quoted;
    else if (!quoted) {
      const digit = /[#0,.@]/.test(pattern[i]);
      if (digit && start < 0) start = i;
      else if (!digit && start >= 0) {
        end = i;
        break;
      }
    }
  }
  if (start < 0) return { prefix: pattern, body: "", suffix: "" };
  return { prefix: pattern.slice(0, start), body: pattern.slice(start, end), suffix: pattern.slice(end) };
}

/** The symbols of an affix, with quoted texts as they are: [{ type, value }], `type` undefined for literal text. */
export function affix(text) {
  const result = [];
  let literal = "";
  let quoted = false;
  const flush = () => {
    if (literal) result.push({ value: literal });
    literal = "";
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === "'") {
      if (text[i + 1] === "'") {
        literal += "'";
        i += 1;
      } else quoted = !quoted;
    } else if (!quoted && "¤-+%".includes(char)) {
      flush();
      result.push({ symbol: char });
    } else literal += char;
  }
  flush();
  return result;
}

/** Text with what surrounds it: spaces and marks of direction are literal, the rest is a `type`. */
export function spaced(text, type) {
  const match = text.match(/^([\s\u200e\u200f\u061c\u200b]*)(.*?)([\s\u200e\u200f\u061c\u200b]*)$/su);
  const parts = [];
  if (match[1]) parts.push({ type: "literal", value: match[1] });
  if (match[2]) parts.push({ type, value: match[2] });
  if (match[3]) parts.push({ type: "literal", value: match[3] });
  return parts;
}
