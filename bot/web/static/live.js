// How many wait for a person, on every page of the console, as it happens: the number in the menu, the
// title, a sound. Pages that show talks are handed what came (`live`). Without this file they reload.
"use strict";
(() => {
  const { says } = document.currentScript.dataset;
  const quiet = "quiet" in document.currentScript.dataset;
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const PATH = `${root}/can-bo/tro-chuyen`;
  const SOON = 5000;
  const SELDOM = 30000;
  const HEARD = `heard-of-talks${root}`;
  const title = document.title;
  let stream = null;
  let failures = 0;
  let wait = SOON;
  let audio = null;

  const wanted = () => {
    const lines = document.getElementById("lines");
    const asks = new URLSearchParams();
    if (document.querySelector("[data-live=list]")) asks.set("list", "1");
    if (lines && lines.dataset.talk) {
      asks.set("talk", lines.dataset.talk);
      asks.set("after", lines.dataset.last);
    }
    return `${PATH}/moi?${asks}`;
  };

  // A browser makes no sound on a page nobody has touched yet.
  const touched = () => {
    if (quiet || audio) return;
    audio = new AudioContext();
    audio.resume();
  };
  ["pointerdown", "keydown"].forEach((name) => addEventListener(name, touched, { once: true }));

  const sound = () => {
    if (quiet) return;
    try {
      audio = audio || new AudioContext();
      [0, 0.22].forEach((later, place) => {
        const tone = audio.createOscillator();
        const loud = audio.createGain();
        const at = audio.currentTime + later;
        tone.frequency.value = place ? 880 : 660;
        loud.gain.setValueAtTime(0.15, at);
        loud.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
        tone.connect(loud).connect(audio.destination);
        tone.start(at);
        tone.stop(at + 0.2);
      });
      document.dispatchEvent(new Event("sounded"));
    } catch { /* this browser makes none */ }
  };

  const show = (count) => {
    const link = document.querySelector(`nav a[href="${PATH}"]:not(.waits)`);
    if (link) {
      let badge = link.parentElement.querySelector(".waits");
      if (!count && badge) badge.remove();
      if (count) {
        if (!badge) {
          badge = document.createElement("a");
          badge.className = "waits";
          badge.href = PATH;
          link.after(badge);
        }
        badge.textContent = count < 100 ? count : "99+";
        badge.title = `${count} ${says}`;
        badge.setAttribute("aria-label", badge.title);
      }
    }
    document.title = count ? `(${count}) ${title}` : title;
  };

  const take = (came) => {
    if (came.over) { stop(); return; }
    if ("count" in came) show(came.count);
    if (came.heard) {
      let before = 0;
      try {
        before = Number(localStorage.getItem(HEARD) || 0);
        localStorage.setItem(HEARD, String(Math.max(before, came.heard)));
      } catch { /* no place to remember it: it is heard on each page */ }
      if (came.heard > before) sound();
    }
    const list = document.querySelector("[data-live=list]");
    if (list && came.list) {
      const stood = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
      list.innerHTML = came.list;
      const again = stood && list.querySelector(`a[href="${stood}"]`);
      if (again) again.focus();
    }
    document.dispatchEvent(new CustomEvent("live", { detail: came }));
  };
  // What a page gets as an answer to its own form.
  document.addEventListener("answered", (event) => take(event.detail));

  const ask = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch(wanted(), { headers: { Accept: "application/json" }, redirect: "error" });
        if (answer.ok) take(await answer.json());
        if (answer.status === 403) return; // may no more
      }
    } catch { /* the next try may work */ }
    wait = Math.min(wait * 1.3, SELDOM);
    setTimeout(ask, wait);
  };

  const stop = () => {
    if (stream) stream.close();
    stream = null;
  };

  const listen = () => {
    if (!window.EventSource) { ask(); return; }
    stream = new EventSource(wanted());
    stream.onmessage = (event) => { failures = 0; take(JSON.parse(event.data)); };
    stream.addEventListener("over", stop); // signed out, or may no more: nothing is asked again
    stream.onerror = () => {
      failures += 1;
      // Closed: the server has no place for one more stream, and said so.
      if (failures < 4 && stream && stream.readyState !== EventSource.CLOSED) return;
      stop();
      setTimeout(ask, SOON);
    };
  };
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  if (document.readyState === "complete") listen();
  else addEventListener("load", listen);
})();
