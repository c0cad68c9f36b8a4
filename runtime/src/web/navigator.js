// navigator, as a Workers isolate has it: the name of the platform, which libraries look for, and sendBeacon.

import { brand } from "partyrs:brand";

const MAKING = Symbol("making the navigator");

export class Navigator {
  constructor(making) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
  }

  get userAgent() { return "Cloudflare-Workers"; }
  get hardwareConcurrency() { return 1; }
  get language() { return "en"; }
  get languages() { return ["en"]; }
  get platform() { return "linux"; }

  /** Posts `data` without telling what became of it; whether the request was started. */
  sendBeacon(url, data) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to execute 'sendBeacon' on 'Navigator': parameter 1 is not of type 'string'.");
    }
    const request = new Request(String(url), { method: "POST", body: data });
    fetch(request).then((response) => response.body?.cancel(), () => {});
    return true;
  }
}
brand(Navigator);

export const navigator = new Navigator(MAKING);
