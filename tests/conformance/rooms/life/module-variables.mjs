// Variables of a module outlive a request at the edge. Between rooms production promises nothing, so nothing is shared.
export const rows = ['L18'];
export const title = 'module variables live as long as the edge does; each room has its own';

let count = 0;
const next = () => new Response(String(count += 1));

export default { onFetch: next, onRequest: next };

export async function drive({ http }) {
  const answers = [];
  for (const path of ['/edge', '/edge', '/party/a', '/party/a', '/party/b']) answers.push([path, (await http(path)).text]);
  return answers;
}

export const expected = [['/edge', '1'], ['/edge', '2'], ['/party/a', '1'], ['/party/a', '2'], ['/party/b', '1']];
const shared = { because: 'everything runs in one isolate', expected: expected.map(([path], at) => [path, String(at + 1)]) };
export const partykit = shared;
export const workerd = shared;
