// The usual way: after each key the whole text is rendered in the window and the
// page is replaced (`innerHTML`) or morphed (`morphdom`). Typing itself and the
// way to the renderer cost nothing here, in these peers' favour.
const [source, way, nKeys, laidOut] = arguments;
const { markdownit, morphdom } = window.peers;
window.peerPage ??= document.body.appendChild(document.createElement("div"));
const page = window.peerPage;
Object.assign(page.style, {
  position: "fixed",
  inset: "0 0 0 50%",
  overflow: "auto",
  background: "white",
  padding: "2rem",
});
const renderer = markdownit({ html: true, linkify: true, typographer: true });
const middle = source.indexOf("\n\nParagraph", source.length / 2) + 5;

function show(text) {
  const html = renderer.render(text);
  if (way === "innerHTML") page.innerHTML = html;
  else morphdom(page, `<div>${html}</div>`, { childrenOnly: true });
  if (laidOut) page.getBoundingClientRect();
}

let text = source;
show(text);
page.getBoundingClientRect();
const took = [];
for (let i = 0; i < nKeys; i++) {
  const begun = performance.now();
  text = `${text.slice(0, middle)}x${text.slice(middle)}`;
  show(text);
  took.push(performance.now() - begun);
  // The layout of the key before must not be counted for the next one.
  page.getBoundingClientRect();
}
page.remove();
delete window.peerPage;
return took;
