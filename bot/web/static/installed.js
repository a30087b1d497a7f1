// Has this browser keep what its owner needs without a network (visitor-sw.js). What a page says of
// being kept it says once it is.
"use strict";
(() => {
  const worker = navigator.serviceWorker;
  if (!worker) return;
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  worker.register(`${root}/sw.js`).catch(() => {}); // without it there is only the network
  worker.addEventListener("message", ({ data }) => {
    const told = document.querySelector(".kept-here");
    if (told && data.kept === location.pathname) told.hidden = false;
  });
  const keep = document.querySelector("meta[name=kept-title]") ? location.pathname : "";
  worker.ready.then(({ active }) => active.postMessage({ keep }));
})();
