// In memory, state is just a property. A hibernating connection's has to be written down.
export const rows = ['C17', 'C20'];
export const title = 'in memory state is the very object, functions included, apart from the attachment; hibernating it is a copy in the attachment, and functions are refused';

class Keeps {
  onMessage(message, connection) {
    const given = { nested: { a: 1 }, when: new Date(5) };
    connection.setState(given);
    const read = connection.deserializeAttachment();
    const seen = { same: connection.state === connection.state, attachment: read?.nested ?? 'apart', date: connection.state.when instanceof Date };
    connection.serializeAttachment({ attached: true });
    seen.state = connection.state.attached ?? 'apart';
    seen.functions = attempt(() => typeof connection.setState({ greet() {} }).greet);
    seen.assigned = attempt(() => {
      connection.state = 'assigned';
      return connection.state;
    });
    connection.setState(undefined);
    seen.undefined = connection.state === undefined ? 'undefined' : 'null';
    connection.send(JSON.stringify(seen));
  }
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    return error.name;
  }
}

export default class extends Keeps {}
export const parties = {
  hibernating: class extends Keeps {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const ask = async (path) => JSON.parse(await (await open(path)).ask('go'));
  return { memory: await ask('/party/x'), hibernating: await ask('/parties/hibernating/x') };
}

export const expected = {
  memory: { same: true, attachment: 'apart', date: true, state: 'apart', functions: 'function', assigned: 'assigned', undefined: 'undefined' },
  hibernating: { same: true, attachment: { a: 1 }, date: true, state: true, functions: 'DataCloneError', assigned: 'TypeError', undefined: 'null' },
};
