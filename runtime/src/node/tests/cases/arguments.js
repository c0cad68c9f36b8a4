const { Buffer } = await import("node:buffer");
const { EventEmitter } = await import("node:events");
const { createHash, createHmac } = await import("node:crypto");
const url = await import("node:url");
const bytes = Buffer.from("abcdef");
const calls = [
  () => Buffer.compare("a", bytes), () => Buffer.compare(bytes, 5), () => Buffer.concat("x"), () => Buffer.concat([bytes, "x"]),
  () => Buffer.byteLength(5), () => bytes.equals("x"), () => bytes.compare(null), () => bytes.copy("x"), () => bytes.write(5),
  () => Buffer.concat([bytes, new Uint8Array([65])]).toString(), () => bytes.copy(Buffer.alloc(3), 1), () => Buffer.compare(bytes, new Uint8Array(1)),
  () => new EventEmitter().emit("error", { code: 1 }), () => new EventEmitter().emit("error", "text"), () => new EventEmitter().emit("error"),
  () => createHash("sha224").update("abc").digest("hex"), () => createHash("sha512-256").update("abc").digest("hex"),
  () => createHash("SHA512-224").update("abc").digest("hex"), () => createHmac("sha224", "k").update("abc").digest("hex"),
  () => createHash("RSA-SHA224").update("").digest("hex"), () => createHash("nothing"),
  () => url.format(new URL("http://u:p@é.com/x?y#z"), { auth: false, fragment: false, search: false, unicode: true }),
];
return calls.map((call) => {
  try {
    return call();
  } catch (error) {
    return [error.name, error.code, error.message];
  }
});
