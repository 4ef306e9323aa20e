// Loads the page again when the site has changed.
const { since } = document.currentScript.dataset;

const seen = () =>
  new Promise((done) => {
    if (!document.hidden) done();
    else document.addEventListener("visibilitychange", done, { once: true });
  });

const pause = () => new Promise((done) => setTimeout(done, 1000));

async function wait() {
  for (;;) {
    await seen();
    try {
      const answer = await fetch(`/.galley/changes?since=${since}`, { cache: "no-store" });
      if (answer.status === 200) {
        location.reload();
        return;
      }
      // Not changed: 204, after a while.
      if (answer.status !== 204) await pause();
    } catch {
      // Serving has ended, and may begin again.
      await pause();
    }
  }
}

wait();
