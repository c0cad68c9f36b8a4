// Decimal numbers of any length: what a value is as an Intl mathematical value, and rounding. A number is
// { sign: 1 or -1, digits, point, kind }: the value is 0.digits × 10^point, digits without zeros at either end; kind
// is `finite`, `infinity` or `nan`. Zero has no digits.

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

const make = (sign, digits, point) => {
  const start = digits.search(/[1-9]/);
  if (start < 0) return { sign, digits: "", point: 0, kind: "finite" };
  return { sign, digits: digits.slice(start).replace(/0+$/, ""), point: point - start, kind: "finite" };
};

/** The number that `value` stands for. */
export function decimal(value) {
  if (typeof value === "object" || typeof value === "function") value = primitive(value);
  if (typeof value === "bigint") return ofText(String(value));
  if (typeof value === "string") return ofString(value);
  const number = Number(value);
  if (number === 0) return { sign: Object.is(number, -0) ? -1 : 1, digits: "", point: 0, kind: "finite" };
  return ofText(String(number));
}

/** An object as ToPrimitive with the hint `number` has it. */
function primitive(value) {
  if (value === null) return 0;
  const exotic = value[Symbol.toPrimitive];
  if (exotic !== undefined && exotic !== null) return exotic.call(value, "number");
  for (const name of ["valueOf", "toString"]) {
    if (typeof value[name] !== "function") continue;
    const result = value[name]();
    if (typeof result !== "object" && typeof result !== "function" || result === null) return result;
  }
  throw new TypeError("Cannot convert object to primitive value");
}

function ofString(text) {
  text = text.trim();
  if (text === "") return make(1, "", 0);
  if (/^0[xob]/i.test(text)) {
    return Number.isNaN(Number(text)) ? ofText("NaN") : ofText(String(BigInt(text)));
  }
  return ofText(text);
}

function ofText(text) {
  const match = text.match(NUMBER);
  if (match) {
    const whole = match[2] ?? "";
    const digits = whole + (match[3] ?? match[4] ?? "");
    return make(match[1] === "-" ? -1 : 1, digits, whole.length + Number(match[5] ?? 0));
  }
  const infinite = text.match(/^([+-]?)Infinity$/);
  if (infinite) return { sign: infinite[1] === "-" ? -1 : 1, digits: "", point: 0, kind: "infinity" };
  return { sign: 1, digits: "", point: 0, kind: "nan" };
}

/** Whether rounding away from zero, given how the rest compares with a half. */
function roundsUp(mode, number, last, rest) {
  switch (mode) {
    case "ceil": return number.sign > 0;
    case "floor": return number.sign < 0;
    case "expand": return true;
    case "trunc": return false;
    default:
  }
  if (rest !== 0) return rest > 0;
  switch (mode) {
    case "halfCeil": return number.sign > 0;
    case "halfFloor": return number.sign < 0;
    case "halfTrunc": return false;
    case "halfEven": return last % 2n === 1n;
    default: return true;
  }
}

/** `number` as a multiple of `increment` × 10^`place`. */
export function round(number, place, mode, increment = 1) {
  if (number.kind !== "finite" || number.digits === "") return number;
  const lowest = number.point - number.digits.length;
  if (lowest >= place && increment === 1) return number;
  // In units of 10^lowest; places far below the number need no digits.
  const shift = place - lowest;
  const unit = shift >= 0 ? BigInt(increment) * 10n ** BigInt(Math.min(shift, number.digits.length + 2)) : BigInt(increment);
  const value = BigInt(number.digits) * (shift >= 0 ? 1n : 10n ** BigInt(-shift));
  let count = value / unit;
  const rest = value % unit;
  if (rest !== 0n) {
    const half = rest * 2n;
    if (roundsUp(mode, number, count, half > unit ? 1 : half < unit ? -1 : 0)) count += 1n;
  }
  const text = String(count * BigInt(increment));
  return make(number.sign, text, text.length + place);
}

/** The places before and after the point, without padding. */
export function places(number) {
  const { digits, point } = number;
  if (point <= 0) return { whole: "", fraction: digits === "" ? "" : "0".repeat(-point) + digits };
  if (point >= digits.length) return { whole: digits + "0".repeat(point - digits.length), fraction: "" };
  return { whole: digits.slice(0, point), fraction: digits.slice(point) };
}

/** `number` times ten to `exponent`. */
export const scale = (number, exponent) =>
  number.digits === "" ? number : { ...number, point: number.point + exponent };

/** -1, 0 or 1; for finite and infinite numbers. */
export function compare(one, other) {
  const rank = (number) => (number.kind === "infinity" ? Infinity : number.digits === "" ? 0 : 1) * number.sign;
  if (rank(one) !== rank(other)) return rank(one) < rank(other) ? -1 : 1;
  if (one.digits === other.digits && one.point === other.point) return 0;
  const less = one.point !== other.point ? one.point < other.point : one.digits < other.digits;
  return less === one.sign > 0 ? -1 : 1;
}
