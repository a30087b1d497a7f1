// What this device keeps of our pages: shown, and taken away again. It works without a network.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const KEPT = `donghanh${root.replaceAll("/", "-")}-kept-1`; // of visitor-sw.js
  const words = JSON.parse(document.getElementById("words").textContent);
  const word = (key) => words[key];
  const list = document.getElementById("kept");
  const told = document.getElementById("told");
  const forget = document.getElementById("forget");
  if (!window.caches) return;

  const say = (message) => { told.textContent = message; told.hidden = !message; };

  const add = (tag, inside, text = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    inside.append(made);
    return made;
  };

  const line = (place, page, remove) => {
    const named = (name) => (page.querySelector(`meta[name=kept-${name}]`) || { content: place }).content;
    const item = add("li", list);
    const link = add("a", item);
    link.href = place;
    add("b", link, named("title"));
    add("span", link, named("when"));
    const button = add("button", item, word("remove"));
    button.type = "button";
    button.setAttribute("aria-label", `${word("remove")}: ${named("title")}`);
    button.addEventListener("click", remove);
  };

  const show = async () => {
    const store = await caches.open(KEPT);
    const copies = [];
    for (const request of await store.keys()) {
      const copy = await store.match(request, { ignoreVary: true });
      const until = copy ? Date.parse(copy.headers.get("x-kept-until")) : 0;
      if (until < Date.now()) { await store.delete(request, { ignoreVary: true }); continue; }
      copies.push({ request, until, html: await copy.text() });
    }
    copies.sort((one, other) => one.until - other.until);
    list.replaceChildren();
    for (const { request, html } of copies) {
      const page = new DOMParser().parseFromString(html, "text/html");
      line(new URL(request.url).pathname, page, async () => {
        await store.delete(request, { ignoreVary: true });
        await show();
        say(word("removed"));
        told.focus();
      });
    }
    document.getElementById("none").hidden = copies.length > 0;
  };

  // Whoever is not known any more is not woken, either.
  const sleep = async () => {
    const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration();
    const own = worker && worker.pushManager && await worker.pushManager.getSubscription();
    if (own) await own.unsubscribe();
  };

  forget.addEventListener("submit", async (event) => {
    event.preventDefault();
    await caches.delete(KEPT);
    await sleep();
    await show();
    try {
      const fields = new URLSearchParams(new FormData(forget));
      const answer = await fetch(forget.action, {
        method: "POST", body: fields, headers: { Accept: "application/json" },
      });
      say((await answer.json()).notice);
    } catch {
      say(word("only_here"));
    }
    told.focus();
  });

  show();
})();
