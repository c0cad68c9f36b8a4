// The old name of `onFetch`.
export const rows = ['U27'];
export const title = 'unstable_onFetch works as onFetch does';

export default {
  unstable_onFetch(request) {
    return new Response(new URL(request.url).pathname);
  },
};

export async function drive({ http }) {
  const { status, text } = await http('/somewhere');
  return [status, text];
}

export const expected = [200, '/somewhere'];
