// JSON Web Keys: what holds for each of them, and base64url. Which members a kind of key has is the family's.
//
// Standards: RFC 7517; Web Cryptography on `use`, `key_ops` and `ext`.

import { failure } from "partyrs:crypto/key";

const wrong = (message) => failure("DataError", message);

/** Checks what all kinds have in common; `use` is what the key is for if it says so: "sig" or "enc". */
export function checkJwk(jwk, { kty, use, algs }, extractable, usages) {
  if (jwk.kty !== kty) throw wrong(`the JSON Web Key must have \`kty\` ${kty}, not ${jwk.kty}`);
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) {
    throw wrong(`the JSON Web Key is for \`${jwk.use}\`, not for \`${use}\``);
  }
  if (jwk.key_ops !== undefined) {
    const ops = Array.isArray(jwk.key_ops) ? jwk.key_ops : [];
    if (new Set(ops).size !== ops.length) throw wrong("the JSON Web Key names one of `key_ops` twice");
    const missing = usages.find((usage) => !ops.includes(usage));
    if (missing !== undefined) throw wrong(`the JSON Web Key must not be used for \`${missing}\`: see its \`key_ops\``);
  }
  if (jwk.ext === false && extractable) throw wrong("the JSON Web Key says that it is not extractable");
  if (algs !== undefined && jwk.alg !== undefined && !algs.includes(jwk.alg)) {
    throw wrong(`the JSON Web Key is for \`${jwk.alg}\`, not for \`${algs[0]}\``);
  }
}

/** The bytes of the member `name`. */
export function member(jwk, name) {
  const text = jwk[name];
  if (typeof text !== "string" || !/^[\w-]*$/.test(text)) throw wrong(`the JSON Web Key has no \`${name}\` in base64url`);
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    throw wrong(`the JSON Web Key's \`${name}\` is not base64url`);
  }
}

export function toBase64Url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** A JSON Web Key with `members`, each text or bytes. */
export function toJwk(key, kty, members) {
  const jwk = { kty };
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) jwk[name] = typeof value === "string" ? value : toBase64Url(value);
  }
  return { ...jwk, key_ops: [...key.usages], ext: key.extractable };
}
