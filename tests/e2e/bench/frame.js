// Runs in the preview's frame, behind its own script: asks for the layout that the
// patch made necessary, and says when it is there.
addEventListener("message", ({ data }) => {
  if (data?.galley === "patch") {
    document.body.getBoundingClientRect();
    parent.postMessage({ bench: "laid out" }, "*");
  }
});
