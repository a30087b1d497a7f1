// Spares the reload: sends forms in the background and shows new lines as they come.
// Without this file the page works as plain forms.
"use strict";
(() => {
  const lines = document.getElementById("lines");
  const notice = document.getElementById("notice");
  const ask = document.getElementById("ask");
  const text = document.getElementById("text");
  const { unsent } = document.currentScript.dataset;
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  let last = Number(lines.dataset.last);
  let busy = false;
  let sent = ""; // what the box held when it was last sent
  let lost = null; // what was sent and had no answer: the same sent again carries the same key
  let waiting = null; // typed and sent while the message before was still on its way

  const once = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };

  const say = (message) => {
    notice.textContent = message;
    notice.hidden = !message;
    if (message) notice.scrollIntoView({ block: "nearest" });
  };

  // A reply is read from its top. What the person said stays in sight above it where both fit.
  const place = () => {
    const shown = lines.lastElementChild;
    if (!shown) return;
    const said = [...lines.querySelectorAll(".said")].pop();
    const between = said ? shown.offsetTop - said.offsetTop : 0;
    (said && between < innerHeight / 3 ? said : shown).scrollIntoView({ block: "start" });
  };

  const add = (found) => {
    const fresh = found.filter((line) => line.id > last);
    if (!fresh.length) return;
    // Whoever tapped a choice stands on it; it goes with its list, and they go on with the reply.
    const stood = lines.contains(document.activeElement);
    // The opening was on the page before anything was said; now it comes as a line of its own.
    const opening = lines.querySelector('[data-id="0"]');
    if (opening) opening.remove();
    for (const line of fresh) {
      last = line.id;
      const box = document.createElement("template");
      box.innerHTML = line.html.trim();
      lines.append(box.content.firstElementChild);
    }
    place();
    if (stood) {
      lines.lastElementChild.tabIndex = -1;
      lines.lastElementChild.focus({ preventScroll: true });
    }
  };

  // What stands here was erased: it goes from the page, and what is kept of it from this device.
  const forget = () => {
    lines.replaceChildren();
    last = 0;
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ now: true });
  };

  // What the ward took back goes from the page, and so does what is kept of it on this device.
  const drop = (gone) => {
    const shown = gone.map((id) => lines.querySelector(`[data-id="${id}"]`)).filter(Boolean);
    if (!shown.length) return;
    for (const line of shown) line.remove();
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ now: true });
  };

  const send = async (form, button) => {
    if (busy) {
      // A second tap on the same choice is a slip; a new text is a new message.
      if (form === ask && text.value.trim() && text.value !== sent) waiting = [form, button];
      return;
    }
    const withPhoto = form.matches("[data-photo]");
    const fields = withPhoto ? new FormData(form) : new URLSearchParams(new FormData(form));
    if (button && button.name) fields.set(button.name, button.value);
    if (withPhoto && !(fields.get("photo") || {}).name) return;  // none was chosen; an empty file is answered
    if (!withPhoto && !fields.get("choice") && !(fields.get("text") || "").trim()) { text.focus(); return; }
    const words = withPhoto ? "" : `${fields.get("choice") || ""}\n${fields.get("text") || ""}`;
    const key = lost && words && lost.words === words ? lost.key : once();
    lost = { words, key };
    fields.set("once", key);
    fields.set("after", String(last));
    if (!fields.has("opened")) fields.set("opened", ask.elements.opened.value);
    busy = true;
    if (form === ask) sent = text.value;
    if (button) button.setAttribute("aria-disabled", "true"); // "disabled" would drop the focus
    say("");
    try {
      const answer = await fetch(`${root}/send`, {
        method: "POST", body: fields, headers: { Accept: "application/json" },
      });
      const body = await answer.json();
      lost = null;
      if (body.notice) { say(body.notice); return; }
      ask.elements.opened.value = "";
      if (form === ask && text.value === sent) text.value = "";
      if (withPhoto) form.reset();
      if (location.search) history.replaceState(null, "", `${root}/`); // what a link showed was taken up
      if (body.forgotten) forget();
      drop(body.gone);
      add(body.lines);
      listen();
    } catch {
      say(unsent);
    } finally {
      busy = false;
      sent = "";
      if (button) button.removeAttribute("aria-disabled");
      if (waiting) {
        const next = waiting;
        waiting = null;
        send(...next);
      }
      // Not on a phone, where focus would bring the keyboard up over the answer.
      if (form === ask && matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-chat]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // A photo goes as soon as it was chosen; the button is for pages without scripts.
  const photo = document.querySelector("[data-photo]");
  photo.classList.add("live");
  document.querySelector(".pick").hidden = false;
  photo.querySelector("input[type=file]").addEventListener("change", () => send(photo, null));

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send(ask, ask.querySelector(".row button"));
    }
  });

  // Later lines: a stream, or asking every few seconds where streams do not get through.
  let stream = null;
  let failures = 0;
  let timer = null;
  let wait = 0; // between two questions; grows while nothing comes
  const SOON = 4000;
  const SELDOM = 30000;

  const askLater = () => {
    clearTimeout(timer);
    timer = setTimeout(poll, wait);
    wait = Math.min(wait * 1.3, SELDOM);
  };

  const poll = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch(`${root}/new?after=${last}`, { headers: { Accept: "application/json" } });
        const found = answer.ok ? await answer.json() : { lines: [], gone: [] };
        if (found.lines.length) wait = SOON;
        drop(found.gone);
        add(found.lines);
      }
    } catch { /* the next try may work */ }
    askLater();
  };

  const listen = () => {
    if (stream) return;
    if (timer || !window.EventSource) { wait = SOON; askLater(); return; }
    stream = new EventSource(`${root}/stream?after=${last}`);
    stream.onmessage = (event) => { failures = 0; add([JSON.parse(event.data)]); };
    stream.addEventListener("gone", (event) => drop(JSON.parse(event.data)));
    stream.onerror = () => {
      failures += 1;
      // Closed: the server has no place for one more stream, and said so.
      if (failures < 4 && stream.readyState !== EventSource.CLOSED) return;
      stream.close();
      stream = null;
      wait = SOON;
      askLater();
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (timer && !document.hidden) { wait = SOON; clearTimeout(timer); poll(); }
  });

  // A notice of this device brought somebody here: what waited stands before them now.
  if (last && new URLSearchParams(location.search).get("tu") === "bao-tin") {
    fetch(`${root}/bao-tin/da-mo`, { method: "POST" }).catch(() => {});
    history.replaceState(null, "", `${root}/`);
  }

  if (last) {
    // A link's new thing comes after all that was said before it.
    const begins = lines.querySelector('[data-id="0"]');
    if (begins) begins.scrollIntoView({ block: "start" }); else place();
    listen();
  }
})();
