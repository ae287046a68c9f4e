// The search of the site runs in a Worker, which browsers refuse to pages that are opened as files.
// There, and only there, a hidden frame takes its place: it loads the same script, and messages go both ways.
// The site generator loads such a file from another host unless it is named here (zensical.toml).
"use strict";

if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      const inner = this.frame.contentDocument;
      inner.open();
      inner.write("<!doctype html><body></body>");
      inner.close();
      const scope = this.frame.contentWindow;
      scope.postMessage = (data) => setTimeout(() => this.tell(structuredClone(data)));
      scope.importScripts = (...urls) =>
        urls.reduce((before, one) => before.then(() => load(inner, one)), Promise.resolve());
      this.ready = load(inner, url);
    }

    postMessage(data) {
      this.ready.then(() => {
        const scope = this.frame.contentWindow;
        scope.dispatchEvent(new scope.MessageEvent("message", { data: structuredClone(data) }));
      });
    }

    tell(data) {
      const message = new MessageEvent("message", { data });
      this.dispatchEvent(message);
      if (this.onmessage) this.onmessage(message);
    }

    terminate() {
      this.frame.remove();
    }
  };
}

function load(page, url) {
  return new Promise((done, failed) => {
    const script = page.createElement("script");
    script.src = url;
    script.onload = done;
    script.onerror = failed;
    page.body.appendChild(script);
  });
}
