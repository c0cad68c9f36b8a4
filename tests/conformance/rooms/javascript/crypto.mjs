// With vectors from the standards.
export const rows = ['J08'];
export const title = 'crypto.subtle digests, signs, verifies, encrypts and derives; there is randomness too';

const text = (value) => new TextEncoder().encode(value);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytes = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));

const PARTS = {
  digests: async () => {
    const names = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];
    return Promise.all(names.map(async (name) => hex(await crypto.subtle.digest(name, text('abc'))).slice(0, 16)));
  },
  // RFC 4231, test case 2.
  hmac: async () => {
    const key = await crypto.subtle.importKey('raw', text('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
    const data = text('what do ya want for nothing?');
    const signature = await crypto.subtle.sign('HMAC', key, data);
    const verified = await Promise.all([data, text('no')].map((message) => crypto.subtle.verify('HMAC', key, signature, message)));
    return [hex(signature), ...verified];
  },
  // RFC 8032, test 2.
  ed25519: async () => {
    const key = await crypto.subtle.importKey(
      'raw', bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'), 'Ed25519', true, ['verify'],
    );
    const signature = bytes(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
    return Promise.all(['72', '73'].map((message) => crypto.subtle.verify('Ed25519', key, signature, bytes(message))));
  },
  ecdsa: async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(how, privateKey, text('mine'));
    const { kty, crv } = await crypto.subtle.exportKey('jwk', publicKey);
    return [signature.byteLength, await crypto.subtle.verify(how, publicKey, signature, text('mine')), kty, crv];
  },
  'aes-gcm': async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
    const how = { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)) };
    const secret = await crypto.subtle.encrypt(how, key, text('secret'));
    const changed = new Uint8Array(secret.slice(0));
    changed[0] ^= 1;
    const refused = await crypto.subtle.decrypt(how, key, changed).catch(({ name }) => name);
    return [secret.byteLength, new TextDecoder().decode(await crypto.subtle.decrypt(how, key, secret)), refused];
  },
  // RFC 7914, section 11.
  pbkdf2: async () => {
    const key = await crypto.subtle.importKey('raw', text('passwd'), 'PBKDF2', false, ['deriveBits']);
    return hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 1 }, key, 128));
  },
  random: () => [crypto.randomUUID().length, crypto.randomUUID() === crypto.randomUUID(), new Set(crypto.getRandomValues(new Uint32Array(4))).size],
  equal: () => [crypto.subtle.timingSafeEqual(text('a'), text('a')), crypto.subtle.timingSafeEqual(text('a'), text('b'))],
};

export default class {
  async onRequest() {
    const seen = {};
    for (const [name, run] of Object.entries(PARTS)) seen[name] = await run();
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  digests: ['900150983cd24fb0', 'a9993e364706816a', 'ba7816bf8f01cfea', 'cb00753f45a35e8b', 'ddaf35a193617aba'],
  hmac: ['5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', true, false],
  ed25519: [true, false],
  ecdsa: [64, true, 'EC', 'P-256'],
  'aes-gcm': [22, 'secret', 'OperationError'],
  pbkdf2: '55ac046e56e3089fec1691c22544b605',
  random: [36, false, 4],
  equal: [true, false],
};
