// Uploads to R2 in parts.
export const rows = ['E06'];
export const title = 'createMultipartUpload of bindings.r2 puts parts together, and refuses what R2 refuses';

const MIN = 5 * 1024 * 1024;
const told = (promise) => promise.then((value) => value ?? null, (error) => `${error.name}: ${error.message}`);

async function run(r2) {
  const upload = await r2.createMultipartUpload('large', { customMetadata: { in: 'parts' } });
  const parts = [await upload.uploadPart(1, new Uint8Array(MIN).fill(1)), await upload.uploadPart(2, 'tail')];
  const { size, customMetadata, etag } = await upload.complete(parts);
  const across = await r2.get('large', { range: { offset: MIN - 2, length: 5 } });
  const small = await r2.createMultipartUpload('small');
  const early = await small.uploadPart(1, 'one');
  const again = await r2.resumeMultipartUpload('small', small.uploadId).uploadPart(1, 'instead');
  const last = await small.uploadPart(2, 'two');
  const aborted = await r2.createMultipartUpload('aborted');
  return {
    made: [size, customMetadata, etag],
    across: [across.range, [...new Uint8Array(await across.arrayBuffer())]],
    tooSmall: await told(small.complete([again, last])),
    replaced: await told(small.complete([early])),
    resumed: [(await small.complete([again])).size, await (await r2.get('small')).text()],
    over: [await told(small.uploadPart(3, 'x')), await told(small.complete([again])), await told(small.abort())],
    number: await told(upload.uploadPart(0, 'x')),
    aborted: [await told(aborted.abort()), await told(aborted.uploadPart(1, 'x')), await r2.head('aborted')],
    unknown: await told(r2.resumeMultipartUpload('small', 'none').uploadPart(1, 'x')),
  };
}

export default class Main {
  static async onFetch(_request, { bindings }) {
    return Response.json(await run(bindings.r2.files));
  }
}
export const config = { bindings: { r2: { files: 'some-bucket' } } };

export async function drive({ http }) {
  return JSON.parse((await http('/')).text);
}

const NONE = 'The specified multipart upload does not exist. (10024)';
export const expected = {
  made: [MIN + 4, { in: 'parts' }, '1b5586dcc4c977ad9eb82c917af59a83-2'],
  across: [{ offset: MIN - 2, length: 5 }, [1, 1, 116, 97, 105]],
  tooSmall: 'Error: completeMultipartUpload: Your proposed upload is smaller than the minimum allowed object size. (10011)',
  replaced: 'Error: completeMultipartUpload: One or more of the specified parts could not be found. (10025)',
  resumed: [7, 'instead'],
  over: [`Error: uploadPart: ${NONE}`, `Error: completeMultipartUpload: ${NONE}`, null],
  number: 'TypeError: Part number must be between 1 and 10000 (inclusive). Actual value was: 0',
  aborted: [null, `Error: uploadPart: ${NONE}`, null],
  unknown: `Error: uploadPart: ${NONE}`,
};
export const workerd = { because: 'plain workerd has no R2 of its own' };
