export const rows = ['cli:G11'];
export const title = 'dev says which .env files it has read';

export default {};
export const files = { '.env': 'A=1', '.env.local': 'B=1' };

export async function drive({ logged }) {
  const said = [];
  for (const name of ['.env', '.env.local']) said.push((await logged(new RegExp(`Loading environment variables from (${name.replaceAll('.', '\\.')}\\n)`)))[1].trim());
  return said;
}

export const expected = ['.env', '.env.local'];
