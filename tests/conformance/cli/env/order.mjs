// Four places for variables, each over the one before.
export const rows = ['cli:G11', 'cli:C08'];
export const title = 'vars of the config, then .env, then .env.local, then --var; only the first = of K=V counts';

export default {
  onFetch(request, lobby) {
    return Response.json(lobby.env);
  },
};
export const config = { vars: { A: 'config', B: 'config', C: 'config', D: 'config' } };
export const files = { '.env': 'B=env\nC=env\nD=env\n', '.env.local': 'C=local\nD=local\n' };
export const flags = ['--var', 'D=flag', 'W=a=b=c', 'X'];

export async function drive({ http }) {
  const { A, B, C, D, W, X } = JSON.parse((await http('/')).text);
  return { A, B, C, D, W, X };
}

export const expected = { A: 'config', B: 'env', C: 'local', D: 'flag', W: 'a=b=c', X: '' };
