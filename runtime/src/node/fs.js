// node:fs of a room, which has no files: nothing exists, and the rest throws by name.

import promises from "node:fs/promises";

const constants = Object.freeze({
  F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512,
  O_APPEND: 1024, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4,
});

export default {
  constants,
  F_OK: 0,
  X_OK: 1,
  W_OK: 2,
  R_OK: 4,
  existsSync: () => false,
  exists: (_path, callback) => queueMicrotask(() => callback(false)),
  promises,
};
