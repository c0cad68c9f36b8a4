/** Where the text stands in the Yjs document. The page and the server must agree on it. */
export const TEXT = "text";
