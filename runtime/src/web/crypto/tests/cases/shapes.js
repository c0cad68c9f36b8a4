// What keys and pairs look like from outside, and what each export holds. Its JSON is what workerd returned.
const s = crypto.subtle, out = [];
const look = (key) => [key.constructor.name, key.type, key.extractable, JSON.stringify(key.algorithm, (name, value) => (value instanceof Uint8Array ? [...value] : value)), key.usages];
const see = async (algorithm, usages) => {
  const made = await s.generateKey(algorithm, true, usages);
  const keys = made instanceof CryptoKey ? [made] : [made.publicKey, made.privateKey];
  out.push([Object.keys(made).sort(), keys.map(look)]);
  for (const key of keys) {
    const jwk = await s.exportKey('jwk', key);
    out.push(Object.keys(jwk).sort().map((name) => (['kty', 'crv', 'alg', 'ext', 'e'].includes(name) ? `${name}=${jwk[name]}` : name === 'key_ops' ? `${name}=${jwk[name]}` : `${name}:${jwk[name].length > 40 ? 'long' : jwk[name].length}`)));
    for (const format of ['raw', 'spki', 'pkcs8']) {
      const bytes = await s.exportKey(format, key).catch(() => null);
      if (bytes !== null) out.push(`${format} ${algorithm.name?.startsWith('RSA') ? bytes.byteLength > 200 : bytes.byteLength}`);
    }
  }
};
await see({ name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt', 'encrypt']);
await see({ name: 'aes-kw', length: 128 }, ['wrapKey', 'unwrapKey']);
await see({ name: 'HMAC', hash: 'sha-384' }, ['verify', 'sign']);
for (const namedCurve of ['P-256', 'P-384', 'P-521']) {
  await see({ name: 'ECDSA', namedCurve }, ['sign', 'verify']);
  await see({ name: 'ECDH', namedCurve }, ['deriveBits', 'deriveKey']);
}
await see({ name: 'Ed25519' }, ['sign', 'verify']);
await see({ name: 'X25519' }, ['deriveBits']);
for (const [name, usages] of [['RSASSA-PKCS1-v1_5', ['sign', 'verify']], ['RSA-PSS', ['sign', 'verify']], ['RSA-OAEP', ['encrypt', 'decrypt']]]) {
  for (const hash of ['SHA-1', { name: 'SHA-512' }]) await see({ name, modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash }, usages);
}
out.push(Object.getOwnPropertyNames(SubtleCrypto.prototype).sort(), Object.getOwnPropertyNames(Crypto.prototype).sort(), Object.getOwnPropertyNames(CryptoKey.prototype).sort());
out.push([typeof crypto.DigestStream, typeof globalThis.DigestStream]);
return out;
