import { documentLink } from "./documentName";
import { editable } from "./editable";
import { element, icon } from "./element";
import type { Session, Status } from "./session";

const STATUS_TEXT: Record<Status, string> = {
  connecting: "Connecting…",
  online: "Saved",
  offline: "Offline: keep writing, it is saved when the connection is back",
};

/** The document's name, whether it is saved, and its link. */
export function showHeader(session: Session, name: string, goTo: (name: string) => void) {
  const change = { label: "Document", action: "Go to another document", maxLength: 40, change: goTo };
  const status = element("p", { role: "status", "aria-label": "Connection" });
  session.watch(() => {
    const text = STATUS_TEXT[session.status];
    // A status that did not change should not be read out again.
    if (status.textContent === text) return;
    status.className = `status status-${session.status}`;
    status.textContent = text;
  });
  const title = element("div", { className: "header-title" }, element("h1", {}, editable(name, change)), status);
  return element("header", { className: "header" }, title, shareButton(name));
}

function shareButton(name: string) {
  const text = element("span", { "aria-live": "polite" }, "Share");
  const button = element("button", { type: "button", className: "share" }, icon("link"), text);
  const show = (sign: "check" | "link", words: string) => {
    button.firstElementChild?.replaceWith(icon(sign));
    text.textContent = words;
  };
  button.onclick = async () => {
    const url = documentLink(name);
    try {
      await navigator.clipboard.writeText(url);
      show("check", "Link copied");
      setTimeout(() => show("link", "Share"), 2000);
    } catch {
      // No clipboard without https, or not allowed: let people copy it by hand.
      prompt("The link to this document", url);
    }
  };
  return button;
}
