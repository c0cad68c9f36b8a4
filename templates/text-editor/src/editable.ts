import { element, icon } from "./element";

type Options = { label: string; action: string; maxLength: number; change: (value: string) => void };

/** A text that becomes an input when you press it. Enter keeps the change, Escape drops it. */
export function editable(value: string, { label, action, maxLength, change }: Options) {
  const hint = element("span", { className: "hidden" }, `(${action})`);
  const button = element("button", { type: "button", className: "editable", title: action }, "", icon("pencil"), hint);
  button.prepend(element("span", {}, value));
  button.onclick = () => {
    const input = element("input", { className: "editable-input", "aria-label": label, value, maxLength });
    input.autocomplete = "off";
    input.enterKeyHint = "done";
    const fit = () => (input.size = Math.max(8, input.value.length + 1));
    const finish = (written: string) => {
      input.onblur = null;
      input.replaceWith(button);
      const cleaned = written.replace(/[\p{C}\s]+/gu, " ").trim();
      if (cleaned && cleaned !== value) change(cleaned);
    };
    input.oninput = fit;
    input.onblur = () => finish(input.value);
    input.onkeydown = (event) => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      finish(event.key === "Enter" ? input.value : value);
      // So that the keyboard goes on where it was.
      button.focus();
    };
    fit();
    button.replaceWith(input);
    input.select();
  };
  return button;
}
