// Numbers in buffers: Buffer's read and write methods, by DataView where it has the size and byte by byte where not.

const fail = (ErrorClass, code, message) => {
  throw Object.assign(new ErrorClass(message), { code });
};

function check(buffer, offset, size) {
  if (typeof offset !== "number") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", `The "offset" argument must be of type number. Received type ${typeof offset}`);
  }
  const last = buffer.length - size;
  if (last < 0) fail(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
  if (!Number.isInteger(offset)) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "offset" is out of range. It must be an integer. Received ${offset}`);
  }
  if (offset < 0 || offset > last) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "offset" is out of range. It must be >= 0 and <= ${last}. Received ${offset}`);
  }
}

function checkRange(value, low, high) {
  if (value >= low && value <= high) return;
  fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "value" is out of range. It must be >= ${low} and <= ${high}. Received ${value}`);
}

const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

export const numberMethods = {};

/** The methods for one kind of number: its name in Buffer, in DataView, its bytes, its range. */
function define(name, type, size, range) {
  for (const [suffix, little] of size === 1 ? [["", true]] : [["LE", true], ["BE", false]]) {
    numberMethods[`read${name}${suffix}`] = function (offset = 0) {
      check(this, offset, size);
      return view(this)[`get${type}`](offset, little);
    };
    numberMethods[`write${name}${suffix}`] = function (value, offset = 0) {
      const given = range && typeof range[0] === "number" ? +value : value;
      if (range) checkRange(given, range[0], range[1]);
      check(this, offset, size);
      view(this)[`set${type}`](offset, given, little);
      return offset + size;
    };
  }
}

for (const bytes of [1, 2, 4]) {
  const bits = bytes * 8;
  define(`Int${bits}`, `Int${bits}`, bytes, [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]);
  define(`UInt${bits}`, `Uint${bits}`, bytes, [0, 2 ** bits - 1]);
}
define("BigInt64", "BigInt64", 8, [-(2n ** 63n), 2n ** 63n - 1n]);
define("BigUInt64", "BigUint64", 8, [0n, 2n ** 64n - 1n]);
define("Float", "Float32", 4);
define("Double", "Float64", 8);

function checkLength(length) {
  if (!Number.isInteger(length) || length < 1 || length > 6) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "byteLength" is out of range. It must be >= 1 and <= 6. Received ${length}`);
  }
}

const byteAt = (little, length, index) => (little ? index : length - 1 - index);

for (const [suffix, little] of [["LE", true], ["BE", false]]) {
  const read = (buffer, offset, length) => {
    checkLength(length);
    check(buffer, offset, length);
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + buffer[offset + byteAt(little, length, index)];
    return value;
  };
  const write = (buffer, value, offset, length, low, high) => {
    checkLength(length);
    checkRange(value, low, high);
    check(buffer, offset, length);
    let rest = value < 0 ? value + 256 ** length : value;
    for (let index = 0; index < length; index++) {
      buffer[offset + byteAt(little, length, index)] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return offset + length;
  };
  numberMethods[`readUInt${suffix}`] = function (offset, length) {
    return read(this, offset, length);
  };
  numberMethods[`readInt${suffix}`] = function (offset, length) {
    const value = read(this, offset, length);
    return value >= 256 ** length / 2 ? value - 256 ** length : value;
  };
  numberMethods[`writeUInt${suffix}`] = function (value, offset, length) {
    return write(this, +value, offset, length, 0, 256 ** length - 1);
  };
  numberMethods[`writeInt${suffix}`] = function (value, offset, length) {
    return write(this, +value, offset, length, -(256 ** length) / 2, 256 ** length / 2 - 1);
  };
}

for (const name of Object.keys(numberMethods)) {
  if (name.includes("UInt")) numberMethods[name.replace("UInt", "Uint")] = numberMethods[name];
}
