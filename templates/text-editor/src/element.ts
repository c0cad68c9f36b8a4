/** An element with properties, attributes (those with a dash, and `role`) and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Record<string, unknown> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

const PATHS = {
  bold: "M6 4h4.5a3 3 0 0 1 0 6H6ZM6 10h5.5a3 3 0 0 1 0 6H6Z",
  check: "m4 10.5 4 4 8-9",
  heading: "M5 4v12M15 4v12M5 10h10",
  italic: "M11.5 4h4M4.5 16h4M12.5 4l-5 12",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  list: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  pencil: "m4 16 .7-3.2L13 4.5a1.8 1.8 0 0 1 2.5 2.5l-8.3 8.3L4 16Z",
  quote: "M4 4v12M8 6h9M8 10h9M8 14h6",
  redo: "M16 8H8a4 4 0 0 0 0 8h2M16 8l-3.5-3.5M16 8l-3.5 3.5",
  undo: "M4 8h8a4 4 0 0 1 0 8h-2M4 8l3.5-3.5M4 8l3.5 3.5",
};

export type IconName = keyof typeof PATHS;

export function icon(name: IconName) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { class: "icon", viewBox: "0 0 20 20", width: "20", height: "20", "aria-hidden": "true" };
  for (const [attribute, value] of Object.entries(attributes)) svg.setAttribute(attribute, value);
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
