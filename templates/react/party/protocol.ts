// What the page and the server say to each other. Both sides import this file.

export const LABEL_LENGTH_MAX = 80;
export const ITEMS_MAX = 100;

export type Item = { id: string; label: string; done: boolean };

export type ToServer =
  | { type: "add"; label: string }
  | { type: "toggle"; id: string }
  | { type: "clear" };

/** Everything, after every change: the list is short, and a page that shows the latest one is always right. */
export type ToClient = { items: Item[]; people: number };
