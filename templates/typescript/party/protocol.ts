// What the page and the server say to each other. Both sides import this file.

/** A place on the page, as fractions of its width and height: 0 to 1. */
export type Point = { x: number; y: number };

export type ToServer = { type: "move"; to: Point } | { type: "cheer" };

export type ToClient =
  /** Once, on connecting. */
  | { type: "welcome"; cheers: number; cursors: Record<string, Point> }
  | { type: "here"; people: number }
  | { type: "move"; id: string; to: Point }
  | { type: "leave"; id: string }
  | { type: "cheers"; cheers: number };
