// Puts the cursor behind a paragraph in the middle of the post, as a click would.
const [done] = arguments;
const scroller = document.querySelector(".cm-scroller");
scroller.scrollTop = scroller.scrollHeight / 2;
requestAnimationFrame(() =>
  setTimeout(() => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const line = [...document.querySelectorAll(".cm-line")].find((line) => {
      const box = line.getBoundingClientRect();
      return box.top > top && box.bottom < bottom && line.textContent.startsWith("Paragraph");
    });
    if (!line) return done(false);
    const range = document.createRange();
    range.selectNodeContents(line);
    range.collapse(false);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    done(true);
  }),
);
