// What the handlers of an HTMLRewriter are given: an element, a text, a comment, a doctype, an end tag or the end of
// the document. A token knows what the host told of it and notes what is changed, for the host to do afterwards; what
// the host would refuse throws at once. It is of use only while its handler runs.

import host from "partyrs:host";

const LATE = "This content token is no longer valid. Content tokens are only valid during the execution of the " +
  "relevant content handler.";

/** Names of tags and attributes that need no asking. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9:_-]*$/;

let note; // (token, name, first, second): notes a change; returns the token
let finish; // (token): the changes as a flat list, some of it promises; the token is of no use from now on
let alive; // (token): throws when it is of no use any more

class Token {
  #changes = [];

  static {
    alive = (token) => {
      if (token.#changes === null) throw new TypeError(LATE);
    };
    note = (token, name, first = "", second = "") => {
      alive(token);
      token.#changes.push(name, first, second);
      return token;
    };
    finish = (token) => {
      const changes = token.#changes;
      token.#changes = null;
      return changes;
    };
  }
}

/** Gives `Class` methods that insert what a user passes; those named last also take the token away. */
function insertions(Class, names, removing = []) {
  for (const name of [...names, ...removing]) {
    const method = {
      [name](content, options) {
        alive(this);
        note(this, name, inserted(content, name, Class.name), options?.html ? "html" : "text");
        if (removing.includes(name)) markRemoved(this);
        return this;
      },
    };
    Object.defineProperty(Class.prototype, name, { value: method[name], writable: true, configurable: true });
  }
}

/** The text to insert, or the promise of it. */
function inserted(content, method, type) {
  if (content === undefined) {
    throw new TypeError(
      `Failed to execute '${method}' on '${type}': parameter 1 is not of type 'string or ReadableStream or Response'.`,
    );
  }
  if (content instanceof Response) return content.text();
  if (content instanceof ReadableStream) return new Response(content).text();
  return String(content).toWellFormed();
}

let markRemoved; // (token)

/** A token that can be taken out of the document. */
class Removable extends Token {
  #removed;

  constructor(removed) {
    super();
    this.#removed = removed;
  }

  get removed() {
    alive(this);
    return this.#removed;
  }

  remove() {
    note(this, "remove");
    this.#removed = true;
    return this;
  }

  static {
    markRemoved = (token) => { token.#removed = true; };
  }
}

class Element extends Removable {
  #tagName;
  #namespace;
  #canHaveContent;
  #attributes = new Map();
  #endTagNumber; // (handler): its number

  constructor([tagName, namespace, removed, canHaveContent, attributes], endTagNumber) {
    super(removed);
    this.#tagName = tagName;
    this.#namespace = namespace;
    this.#canHaveContent = canHaveContent;
    this.#endTagNumber = endTagNumber;
    for (let i = 0; i < attributes.length; i += 2) this.#attributes.set(attributes[i], attributes[i + 1]);
  }

  get tagName() {
    alive(this);
    return this.#tagName;
  }
  set tagName(value) {
    const name = String(value);
    alive(this);
    if (!PLAIN_NAME.test(name)) host.rewriterCheck("tagName", name);
    note(this, "tagName", name);
    this.#tagName = name.toLowerCase();
  }

  get namespaceURI() {
    alive(this);
    return this.#namespace;
  }

  get attributes() {
    alive(this);
    return attributesOf(this, [...this.#attributes]);
  }

  getAttribute(name) {
    alive(this);
    return this.#attributes.get(String(name).toLowerCase()) ?? null;
  }

  hasAttribute(name) {
    alive(this);
    return this.#attributes.has(String(name).toLowerCase());
  }

  setAttribute(name, value) {
    const [given, text] = [String(name), String(value).toWellFormed()];
    alive(this);
    if (!PLAIN_NAME.test(given)) host.rewriterCheck("setAttribute", given);
    note(this, "setAttribute", given, text);
    this.#attributes.set(given.toLowerCase(), text);
    return this;
  }

  removeAttribute(name) {
    const given = String(name);
    note(this, "removeAttribute", given);
    this.#attributes.delete(given.toLowerCase());
    return this;
  }

  removeAndKeepContent() {
    note(this, "removeAndKeepContent");
    markRemoved(this);
    return this;
  }

  onEndTag(handler) {
    if (typeof handler !== "function") {
      throw new TypeError("Failed to execute 'onEndTag' on 'Element': parameter 1 is not of type 'function'.");
    }
    alive(this);
    if (!this.#canHaveContent) throw new TypeError("Parser error: No end tag.");
    note(this, "onEndTag", String(this.#endTagNumber(handler)));
  }
}
insertions(Element, ["before", "after", "prepend", "append", "setInnerContent"], ["replace"]);

function* attributesOf(element, pairs) {
  for (const pair of pairs) {
    alive(element);
    yield pair;
  }
  alive(element);
}

class EndTag extends Token {
  #name;

  constructor([name]) {
    super();
    this.#name = name;
  }

  get name() {
    alive(this);
    return this.#name;
  }
  set name(value) {
    const name = String(value);
    note(this, "name", name);
    this.#name = name.toLowerCase();
  }

  remove() { return note(this, "remove"); }
}
insertions(EndTag, ["before", "after"]);

class Comment extends Removable {
  #text;

  constructor([text, removed]) {
    super(removed);
    this.#text = text;
  }

  get text() {
    alive(this);
    return this.#text;
  }
  set text(value) {
    const text = String(value).toWellFormed();
    alive(this);
    if (/[->]/.test(text)) host.rewriterCheck("text", text);
    note(this, "text", text);
    this.#text = text;
  }
}
insertions(Comment, ["before", "after"], ["replace"]);

class Text extends Removable {
  #text;
  #lastInTextNode;

  constructor([text, removed, lastInTextNode]) {
    super(removed);
    this.#text = text;
    this.#lastInTextNode = lastInTextNode;
  }

  get text() {
    alive(this);
    return this.#text;
  }
  get lastInTextNode() {
    alive(this);
    return this.#lastInTextNode;
  }
}
insertions(Text, ["before", "after"], ["replace"]);

class Doctype extends Token {
  #parts;

  constructor(parts) {
    super();
    this.#parts = parts;
  }

  get name() { return this.#part(0); }
  get publicId() { return this.#part(1); }
  get systemId() { return this.#part(2); }

  #part(place) {
    alive(this);
    return this.#parts[place];
  }
}

class DocumentEnd extends Token {}
insertions(DocumentEnd, ["append"]);

const CLASSES = { element: Element, endTag: EndTag, comments: Comment, text: Text, doctype: Doctype, "end of document": DocumentEnd };

/** The token of the host's parts; `endTagNumber` gives a number to the handler of an element's end tag. */
export const tokenOf = (kind, parts, endTagNumber) => new CLASSES[kind](parts, endTagNumber);

/** What a handler changed, for the host: names and arguments in turn, of which some may be promises. */
export const changesOf = (token) => finish(token);
