// Types keys one after the other, each when the one before is in the preview, and
// answers with the milliseconds that each took. `laidOut` waits for the frame's
// layout too, which `frame.js` of this folder reports.
const [nKeys, laidOut, done] = arguments;
const frame = document.querySelector('[data-testid="preview"]');

function patched(before) {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (Number(frame.dataset.version) > before) {
        observer.disconnect();
        resolve();
      }
    });
    observer.observe(frame, { attributeFilter: ["data-version"] });
  });
}

function reported() {
  return new Promise((resolve) => {
    addEventListener("message", function hear({ source, data }) {
      if (source === frame.contentWindow && data?.bench === "laid out") {
        removeEventListener("message", hear);
        resolve();
      }
    });
  });
}

(async () => {
  const took = [];
  for (let i = 0; i < nKeys; i++) {
    const end = laidOut ? reported() : patched(Number(frame.dataset.version));
    const begun = performance.now();
    document.execCommand("insertText", false, "x");
    await end;
    took.push(performance.now() - begun);
    // As fast as people type (a hundred words a minute), and long enough that what is due
    // besides belongs to no key: where the processor paints, it takes the time of three keys.
    await new Promise((resolve) => setTimeout(resolve, 120 + (i % 4) * 4));
  }
  done(took);
})();
