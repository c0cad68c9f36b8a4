// Published vectors: what each operation gives, in hex. Its JSON is what workerd returned.
const s = crypto.subtle, out = [];
const un = (hex) => Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (byte) => parseInt(byte, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const raw = (key, algorithm, ...usages) => s.importKey('raw', un(key), algorithm, false, usages);
const t = async (label, bytes) => out.push(`${label}: ${hex(await bytes)}`);
const text = (string) => new TextEncoder().encode(string);

// GCM specification, test cases 4, 5 and 6: an iv of 12, 8 and 60 bytes.
const plain = un('d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39');
const additionalData = un('feedfacedeadbeeffeedfacedeadbeefabaddad2');
const gcm = await raw('feffe9928665731c6d6a8f9467308308', 'AES-GCM', 'encrypt', 'decrypt');
for (const iv of ['cafebabefacedbaddecaf888', 'cafebabefacedbad', '9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b']) {
  const algorithm = { name: 'AES-GCM', iv: un(iv), additionalData };
  const sealed = await s.encrypt(algorithm, gcm, plain);
  await t('GCM', sealed);
  await t('GCM back', s.decrypt(algorithm, gcm, sealed));
}
await t('GCM of nothing', s.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await raw('00000000000000000000000000000000', 'AES-GCM', 'encrypt'), new Uint8Array(0)));

// NIST SP 800-38A F.2.1, F.2.5 and F.5.1, F.5.5.
const blocks = un('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710');
for (const key of ['2b7e151628aed2a6abf7158809cf4f3c', '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b', '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4']) {
  const cbc = { name: 'AES-CBC', iv: un('000102030405060708090a0b0c0d0e0f') }, cbcKey = await raw(key, 'AES-CBC', 'encrypt', 'decrypt');
  const ctr = { name: 'AES-CTR', counter: un('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), length: 128 }, ctrKey = await raw(key, 'AES-CTR', 'encrypt', 'decrypt');
  await t('CBC', s.encrypt(cbc, cbcKey, blocks));
  await t('CBC back', s.decrypt(cbc, cbcKey, await s.encrypt(cbc, cbcKey, blocks.slice(5))));
  await t('CTR', s.encrypt(ctr, ctrKey, blocks.slice(0, 61)));
  // The counter's bits start again at zero, those before them stay.
  for (const length of [2, 8, 64]) await t(`CTR of ${length} bits`, s.encrypt({ ...ctr, counter: un('fffffffffffffffffffffffffffffffe'), length }, ctrKey, blocks.slice(0, 61)));
}

// RFC 3394, §4.1 and §4.6.
for (const [key, data] of [['000102030405060708090a0b0c0d0e0f', '00112233445566778899aabbccddeeff'], ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', '00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f']]) {
  const kek = await raw(key, 'AES-KW', 'wrapKey', 'unwrapKey');
  const secret = await s.importKey('raw', un(data), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  const wrapped = await s.wrapKey('raw', secret, kek, 'AES-KW');
  await t('KW', wrapped);
  await t('KW back', s.exportKey('raw', await s.unwrapKey('raw', wrapped, kek, 'AES-KW', { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])));
}

// RFC 4231, test case 2, and RFC 2202.
for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
  await t(`HMAC ${hash}`, s.sign('HMAC', await raw('4a656665', { name: 'HMAC', hash }, 'sign'), text('what do ya want for nothing?')));
}

// RFC 5869, A.1, A.3 and A.4.
const hkdf = async (key, hash, salt, info, bits) => s.deriveBits({ name: 'HKDF', hash, salt: un(salt), info: un(info) }, await raw(key, 'HKDF', 'deriveBits'), bits);
await t('HKDF', hkdf('0b'.repeat(22), 'SHA-256', '000102030405060708090a0b0c', 'f0f1f2f3f4f5f6f7f8f9', 336));
await t('HKDF without salt', hkdf('0b'.repeat(22), 'SHA-256', '', '', 336));
await t('HKDF SHA-1', hkdf('0b'.repeat(11), 'SHA-1', '000102030405060708090a0b0c', 'f0f1f2f3f4f5f6f7f8f9', 336));

// RFC 6070, and RFC 7914 §11.
const pbkdf2 = async (password, hash, salt, iterations, bits) => s.deriveBits({ name: 'PBKDF2', hash, salt: text(salt), iterations }, await s.importKey('raw', text(password), 'PBKDF2', false, ['deriveBits']), bits);
await t('PBKDF2', pbkdf2('password', 'SHA-1', 'salt', 4096, 160));
await t('PBKDF2 of two blocks', pbkdf2('passwordPASSWORDpassword', 'SHA-1', 'saltSALTsaltSALTsaltSALTsaltSALTsalt', 4096, 200));
await t('PBKDF2 SHA-256', pbkdf2('passwd', 'SHA-256', 'salt', 1, 512));
await t('PBKDF2 of many rounds', pbkdf2('password', 'SHA-512', 'salt', 20000, 512));

// RFC 8032 §7.1, tests 1 and 3.
for (const [seed, message] of [['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', ''], ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'af82']]) {
  const key = await s.importKey('pkcs8', un(`302e020100300506032b657004220420${seed}`), 'Ed25519', true, ['sign']);
  await t('Ed25519', s.sign('Ed25519', key, un(message)));
  out.push((await s.exportKey('jwk', key)).x);
}

// RFC 7748 §6.1.
const alice = await s.importKey('pkcs8', un('302e020100300506032b656e0422042077076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'), 'X25519', true, ['deriveBits']);
const bob = await s.importKey('raw', un('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'), 'X25519', true, []);
await t('X25519', s.deriveBits({ name: 'X25519', public: bob }, alice, 256));
await t('X25519 of 12 bits', s.deriveBits({ name: 'X25519', public: bob }, alice, 12));

// RFC 6979, A.2.5: P-256, `sample`.
const point = '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299';
const ec = await raw(point, { name: 'ECDSA', namedCurve: 'P-256' }, 'verify');
const signature = un('efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8');
out.push(`ECDSA: ${await s.verify({ name: 'ECDSA', hash: 'SHA-256' }, ec, signature, text('sample'))} ${await s.verify({ name: 'ECDSA', hash: 'SHA-256' }, ec, signature, text('simple'))}`);

// FIPS 180-4.
for (const algorithm of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) await t(algorithm, s.digest(algorithm, text('abc')));
return out;
