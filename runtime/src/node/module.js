// node:module: a room's modules are all in its bundle, so there is nothing to require at run time.

import { missing } from "partyrs:node/missing";

const builtinModules = [
  "assert", "async_hooks", "buffer", "crypto", "diagnostics_channel", "events", "os", "path", "process", "punycode",
  "querystring", "stream", "string_decoder", "timers", "url", "util",
];

export default {
  builtinModules,
  isBuiltin: (name) => builtinModules.includes(String(name).replace(/^node:/, "")),
  createRequire: () => missing("require (of module.createRequire)"),
};
