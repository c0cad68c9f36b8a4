// The limits: 2048 bytes of a key in UTF-8, and 128 KiB of a value as it is written. 128 KiB of bytes must fit with
// what writing adds: y-partykit cuts its updates to exactly that.
export const rows = ['S08', 'S09'];
export const title = 'keys have at most 2048 bytes, values 128 KiB; a call with one too large puts none of the others';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    const attempt = async (work) => {
      try {
        return (await work()) ?? 'done';
      } catch ({ name, message }) {
        return [name, message];
      }
    };
    const kept = (value) => attempt(() => storage.put('v', value));
    return Response.json({
      key: await attempt(() => storage.put('k'.repeat(2048), 1)),
      long: {
        put: await attempt(() => storage.put('k'.repeat(2049), 1)),
        get: await attempt(() => storage.get('k'.repeat(2049))),
        delete: await attempt(() => storage.delete('k'.repeat(2049))),
        'in bytes': await attempt(() => storage.put('ü'.repeat(1025), 1)),
      },
      bytes: await kept(new Uint8Array(131_072)),
      back: (await storage.get('v')).byteLength,
      text: await kept('x'.repeat(131_000)),
      'too many bytes': await kept(new Uint8Array(140_000)),
      'too long a text': (await kept('x'.repeat(140_000)))[0],
      'one of two': (await attempt(() => storage.put({ small: 1, large: new Uint8Array(140_000) })))[0],
      small: (await storage.get('small')) ?? 'not put',
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const tooLong = (size) => ['RangeError', `Keys cannot be larger than 2048 bytes. A key of size ${size} was provided.`];
export const expected = {
  key: 'done',
  long: { put: tooLong(2049), get: tooLong(2049), delete: tooLong(2049), 'in bytes': tooLong(2050) },
  bytes: 'done',
  back: 131_072,
  text: 'done',
  'too many bytes': ['RangeError', 'Values cannot be larger than 131072 bytes. A value of size 140013 was provided.'],
  'too long a text': 'RangeError',
  'one of two': 'RangeError',
  small: 'not put',
};
export const workerd = { because: 'rooms with SQL take larger keys and values there' };
