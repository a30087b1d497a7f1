// The progress of a broadcast, every two seconds; the page works without it.
"use strict";
const box = document.querySelector("[data-progress]");
if (box) {
  const put = (name, value) => {
    const place = box.querySelector(`[data-n="${name}"]`);
    if (place) place.textContent = value;
  };
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { accept: "application/json" } });
      if (answer.ok) {
        const now = await answer.json();
        if (now.state !== box.dataset.state) { location.replace(location.pathname); return; }
        const left = box.querySelector("[data-left]");
        if (left) left.textContent = now.left_s;
        const bar = box.querySelector("progress");
        bar.max = now.total || 1;
        bar.value = now.settled;
        const by = now.by_state;
        put("settled", now.settled);
        put("total", now.total);
        put("sent", by.sent || 0);
        put("unopened", by.unopened || 0);
        put("bad", (by.refused || 0) + (by.failed || 0));
        put("unconfirmed", by.unconfirmed || 0);
      }
    } catch { /* the next look tries again */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
}
