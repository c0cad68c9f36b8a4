// navigator, as a Workers isolate has it: the name of the platform, which libraries look for. sendBeacon is not
// offered: there is no page to outlive.

export class Navigator {
  get userAgent() {
    return "Cloudflare-Workers";
  }

  get [Symbol.toStringTag]() {
    return "Navigator";
  }
}

export const navigator = new Navigator();
