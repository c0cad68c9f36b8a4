// node:punycode (RFC 3492), after its reference implementation.

const BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_N = 128;

function adapt(delta, count, first) {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const threshold = (k, bias) => (k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias);
const letter = (digit) => String.fromCharCode(digit + (digit < 26 ? 97 : 22));

function digitOf(code) {
  if (code >= 48 && code < 58) return code - 22;
  if (code >= 65 && code < 91) return code - 65;
  if (code >= 97 && code < 123) return code - 97;
  return BASE;
}

export function encode(text) {
  const codes = ucs2.decode(text);
  const output = codes.filter((code) => code < 128).map((code) => String.fromCharCode(code));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output.push("-");
  let [n, delta, bias] = [FIRST_N, 0, FIRST_BIAS];
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codes) {
      if (code < n) delta++;
      if (code !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output.push(letter(t + ((q - t) % (BASE - t))));
        q = Math.floor((q - t) / (BASE - t));
      }
      output.push(letter(q));
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output.join("");
}

export function decode(text) {
  const end = Math.max(text.lastIndexOf("-"), 0);
  const output = Array.from(text.slice(0, end), (character) => {
    if (character.charCodeAt(0) >= 128) throw new RangeError("Illegal input >= 0x80 (not a basic code point)");
    return character.charCodeAt(0);
  });
  let [n, i, bias] = [FIRST_N, 0, FIRST_BIAS];
  for (let at = end > 0 ? end + 1 : 0; at < text.length; ) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (at >= text.length) throw new RangeError("Invalid input");
      const digit = digitOf(text.charCodeAt(at++));
      if (digit >= BASE) throw new RangeError("Invalid input");
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, output.length + 1, before === 0);
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    output.splice(i++, 0, n);
  }
  return ucs2.encode(output);
}

const ucs2 = {
  decode: (text) => Array.from(text, (character) => character.codePointAt(0)),
  encode: (codes) => String.fromCodePoint(...codes),
};

/** Each label of a domain, or of an address's domain, through `change`. */
function mapLabels(text, change) {
  const at = text.indexOf("@");
  const domain = text.slice(at + 1).replace(/[\u3002\uFF0E\uFF61]/g, ".");
  return text.slice(0, at + 1) + domain.split(".").map(change).join(".");
}

const toASCII = (text) => mapLabels(text, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));
const toUnicode = (text) => mapLabels(text, (label) => (/^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label));

export default { version: "2.1.0", ucs2, decode, encode, toASCII, toUnicode };
