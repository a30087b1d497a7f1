// What is typed into a long form is kept on the server while it is typed, for whoever types it: it is
// there after a closed tab, on another phone, after signing out. It says so only once the server has
// it. Without this script a button keeps it.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const WAIT_MS = 1500, AGAIN_MS = 10000, PATIENCE_MS = 15000;
  const MOST_AFTER_LEAVING = 50000; // bytes a browser still sends once its page is left
  const all = [...document.querySelectorAll(".drafts")].map((bar) => {
    const form = bar.closest("form");
    const said = bar.querySelector(".draft-said"), others = bar.querySelector(".draft-others");
    const one = { form, dirty: false, ended: false, under: null, timer: 0 };

    const send = async () => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const size = new Blob([...body].map(([, value]) => value)).size;
      one.dirty = false;
      try {
        const answer = await fetch(`${root}/can-bo/ban-nhap`, {
          method: "POST", body, headers: { accept: "application/json" }, keepalive: size < MOST_AFTER_LEAVING,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const kept = await answer.json();
        said.textContent = bar.dataset.said.replace("#", kept.at);
        others.textContent = kept.others ? bar.dataset.others.replace("#", kept.others) : "";
        said.classList.remove("fault");
      } catch {
        one.dirty = true;
        said.textContent = bar.dataset.failed;
        said.classList.add("fault");
        plan(AGAIN_MS);
      }
    };
    one.save = () => {
      clearTimeout(one.timer);
      one.timer = 0;
      if (one.under) return one.under;
      one.under = send().finally(() => {
        one.under = null;
        if (one.dirty && !one.ended && !one.timer) plan(WAIT_MS);
      });
      return one.under;
    };
    const plan = (ms) => {
      clearTimeout(one.timer);
      one.timer = setTimeout(() => { one.timer = 0; if (!one.ended) one.save(); }, ms);
    };
    form.addEventListener("input", () => { one.dirty = true; plan(WAIT_MS); });
    form.addEventListener("change", () => { one.dirty = true; plan(WAIT_MS); });
    return one;
  });
  if (!all.length) return;

  // A form is sent once nothing of it is on its way as a draft: else the draft would outlive it. Any
  // other form of the page, signing out too, waits until what was typed is kept.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.dataset.sending) return;
    const owed = all.filter((one) => one.under || (one.dirty && one.form !== form));
    if (!owed.length || form.dataset.waited) {
      for (const one of all) if (one.form === form) { one.ended = true; clearTimeout(one.timer); }
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    Promise.all(owed.map((one) => (one.form === form ? one.under : one.save()))).then(() => {
      form.dataset.waited = "1";
      form.requestSubmit(pressed);
      delete form.dataset.waited;
    });
  }, true);
  const flush = () => { for (const one of all) if (one.dirty && !one.ended) one.save(); };
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  addEventListener("pagehide", flush);
  addEventListener("pageshow", (event) => { if (event.persisted) for (const one of all) one.ended = false; });
})();

// Canned answers below an answer that is written: those with the words looked for, with marks or
// without. Enter looks for them, and sends nothing.
for (const box of document.querySelectorAll(".helps [data-filter]")) {
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");
  const plain = (text) => bare(text).replace(/\u0111/gi, "d").toLowerCase();
  const rows = [...box.nextElementSibling.children].map((row) => [row, plain(row.textContent)]);
  const field = box.querySelector("input");
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing of the answer was typed
    const words = plain(field.value).split(/\s+/);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  box.hidden = false;
}

// A file is added as soon as it is chosen.
for (const field of document.querySelectorAll("[data-upload]")) {
  field.addEventListener("change", () => {
    if (field.files.length) field.form.requestSubmit(field.parentElement.querySelector("button"));
  });
}
