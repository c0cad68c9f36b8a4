// node:os of a room: a Linux without processors, memory or a network to speak of, as PartyKit's.

const zero = () => 0;

export default {
  EOL: "\n",
  devNull: "/dev/null",
  arch: () => "",
  availableParallelism: () => 1,
  constants: Object.freeze({ UV_UDP_REUSEADDR: 4, dlopen: {}, errno: {}, signals: {}, priority: {} }),
  cpus: () => [],
  endianness: () => "LE",
  freemem: zero,
  getPriority: zero,
  homedir: () => "/",
  hostname: () => "localhost",
  loadavg: () => [0, 0, 0],
  machine: () => "",
  networkInterfaces: () => ({}),
  platform: () => "linux",
  release: () => "",
  setPriority() {},
  tmpdir: () => "/tmp",
  totalmem: zero,
  type: () => "Linux",
  uptime: zero,
  userInfo: () => ({ uid: 1000, gid: 1000, username: "root", homedir: "/", shell: null }),
  version: () => "",
};
