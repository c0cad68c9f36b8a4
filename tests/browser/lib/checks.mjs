// The things that must hold, one after the other; each goes on from where the one before it leaves the pages.

import { shoot } from "./browser.mjs";

export class Checks {
  #passed = 0;
  #failed = 0;

  /** `log` gives the server's log, `pages` the pages by name: both are for a check that fails. */
  constructor({ log, pages }) {
    this.log = log;
    this.pages = pages;
  }

  check = async (title, test) => {
    try {
      await test();
      this.#passed += 1;
      console.log(`ok ${title}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`not ok ${title}\n${error.stack}\n--- the server's log\n${this.log()}---`);
      for (const [name, page] of Object.entries(this.pages())) await shoot(page, `failed-${this.#failed}-${name}`);
    }
  };

  /** Says how many passed; the exit code. */
  sum() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 ? 0 : 1;
  }
}
