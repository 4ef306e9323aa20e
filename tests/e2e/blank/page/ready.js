// Says when one can write, in the way in which Galley's window says it.
performance.mark("editable");
document.documentElement.dataset.ready = "true";
