// What is wrong with the client, shown over the page. Everything is text, never markup; the page's styles do not reach in,
// and Escape or the button hides it until something else is wrong.

const STYLE = `
  :host { all: initial !important; display: block !important }
  dialog {
    box-sizing: border-box; width: min(60rem, calc(100vw - 2rem)); max-height: calc(100vh - 2rem); overflow: auto;
    padding: 1.25rem 1.5rem; border: 0; border-top: .4rem solid #c92a2a; border-radius: .4rem;
    font: 1rem/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; box-shadow: 0 .5rem 2rem #0008;
    color-scheme: light dark;
  }
  dialog::backdrop { background: #0009 }
  header { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem }
  h1 { margin: 0; font-size: 1.2rem }
  h2 { margin: 1.25rem 0 .25rem; font-size: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; color: #b42318 }
  p { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
  .place, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem }
  pre { margin: .5rem 0; padding: .75rem 1rem; overflow: auto; border-radius: .3rem; background: #f3f4f6; tab-size: 2 }
  pre:focus-visible, button:focus-visible { outline: .2rem solid #1a73e8; outline-offset: .1rem }
  button { font: inherit; padding: .2rem .8rem; border: 1px solid; border-radius: .3rem; color: inherit; background: none; cursor: pointer }
  footer { margin-top: 1.25rem; color: #57606a; font-size: .9rem }
  @media (prefers-color-scheme: dark) {
    dialog { color: #e6edf3; background: #16191d; border-color: #ff6b6b }
    h2 { color: #ff8f8f }
    pre { background: #24292f }
    footer { color: #a3acb6 }
  }
`;

/** An element with text and children. */
function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function section({ message, place, frame, notes }) {
  const section = element("section", "", element("h2", message));
  if (place) section.append(Object.assign(element("p", place), { className: "place" }));
  // Wide code scrolls, by keys as well.
  if (frame) section.append(Object.assign(element("pre", frame), { tabIndex: 0 }));
  for (const note of notes) section.append(element("p", note));
  return section;
}

/** Shows the problems in place of those that are shown. */
export function show(problems) {
  document.querySelector("partyrs-problems")?.remove();
  const host = document.createElement("partyrs-problems");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const title = Object.assign(element("h1", "The client does not build"), { id: "title" });
  const close = Object.assign(element("button", "Close"), { type: "button" });
  const dialog = element(
    "dialog",
    "",
    element("header", "", title, close),
    ...problems.map(section),
    element("footer", "Fix it and save: this goes away by itself. The terminal says the same."),
  );
  dialog.setAttribute("aria-labelledby", "title");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => host.remove());
  shadow.append(dialog);
  document.documentElement.append(host);
  dialog.showModal();
}
