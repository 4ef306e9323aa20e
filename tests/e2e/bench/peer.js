// The usual way: after each key the whole text is rendered in the window, its code
// coloured, and the page is replaced (`innerHTML`) or morphed (`morphdom`); or nothing is
// rendered at all (`nothing`), which shows what the editor takes by itself. The key goes
// the same way into the same editor, whose own preview is hidden; the text is at hand at
// once.
const [source, way, nKeys, laidOut, done] = arguments;
const { markdownit, morphdom, hljs } = window.peers;
const page = document.body.appendChild(document.createElement("div"));
Object.assign(page.style, {
  position: "fixed",
  inset: "0 0 0 50%",
  overflow: "auto",
  background: "white",
  padding: "2rem",
});
const renderer = markdownit({
  html: true,
  linkify: true,
  typographer: true,
  highlight: (code, language) =>
    hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : "",
});
const middle = source.indexOf("\n\nParagraph", source.length / 2) + 5;

function show(text) {
  if (way === "nothing") return;
  const html = renderer.render(text);
  if (way === "innerHTML") page.innerHTML = html;
  else morphdom(page, `<div>${html}</div>`, { childrenOnly: true });
  if (laidOut) page.getBoundingClientRect();
}

(async () => {
  let text = source;
  show(text);
  page.getBoundingClientRect();
  const took = [];
  for (let i = 0; i < nKeys; i++) {
    const begun = performance.now();
    document.execCommand("insertText", false, "x");
    // The editor takes the key in when it hears of the changed page, which is now.
    await null;
    text = `${text.slice(0, middle)}x${text.slice(middle)}`;
    show(text);
    took.push(performance.now() - begun);
    // The layout of the key before must not be counted for the next one.
    page.getBoundingClientRect();
    await new Promise((resolve) => setTimeout(resolve, 120 + (i % 4) * 4));
  }
  page.remove();
  done(took);
})();
