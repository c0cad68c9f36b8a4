import { documentName, goTo } from "./documentName";
import { createEditor } from "./editor";
import { showFooter } from "./footer";
import { showHeader } from "./header";
import { showPeople } from "./people";
import { Session } from "./session";
import "./styles.css";

const app = document.getElementById("app")!;
let close = () => {};

/** Shows the document that the address names. */
function open() {
  close();
  const name = documentName();
  const session = new Session(name);
  const editor = createEditor(session);
  const parts = [showHeader(session, name, goTo), showPeople(session), editor.dom, showFooter(session, editor)];
  app.replaceChildren(...parts);
  if (matchMedia("(hover: hover)").matches) editor.focus();
  close = () => {
    editor.destroy();
    session.close();
  };
}

addEventListener("hashchange", open);
open();
