// Keeps what an owner needs where there is no network: the files of our pages, and those pages of
// their own that the server says may be kept until a day (`x-kept-until`: a ticket, an event, the
// notebook). Nothing else is kept, and of the staff's pages nothing at all. What it says comes with
// it: WORDS and VERSION stand above these lines as the server sends them.
"use strict";
const root = location.pathname.replace(/\/sw\.js$/, ""); // "", or /w/<ward>
const OURS = `donghanh${root.replaceAll("/", "-")}-`; // wards of one host keep apart what they keep
const FILES = `${OURS}files-${VERSION}`;
const KEPT = `${OURS}kept-1`; // kept.js has the same name
const LIST = `${root}/tren-may`; // what is kept, and what is shown where nothing else can be
const MOST = 30; // pages
const PATIENCE_MS = 8000; // for the network, where there is a copy
const FRESH_MS = 600000;
const ANYHOW = { ignoreVary: true };
const word = (key, values = {}) => WORDS[key].replace(/{(\w+)}/g, (_, name) => values[name]);

// ---- our files ----

// Their addresses carry the version, so what is kept under one never changes.
const FILE = new RegExp(`"(${root}/static/[^"?]+)\\?`, "g");
const filesOf = (html) => [...html.matchAll(FILE)].map((found) => `${found[1]}?${VERSION}`);

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const files = await caches.open(FILES);
  const list = await fetch(LIST, { cache: "no-store" });
  if (!list.ok) throw new Error("no list of what is kept");
  const pages = [await list.clone().text()];
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) pages.push(await (await kept.match(request, ANYHOW)).text());
  await files.addAll(new Set(pages.flatMap(filesOf)));
  await files.put(LIST, list);
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(`${OURS}files-`) && name !== FILES) await caches.delete(name);
  }
  await tidy(await caches.open(KEPT));
  await self.clients.claim();
})()));

const file = async (request) => {
  const files = await caches.open(FILES);
  const known = await files.match(request, ANYHOW);
  if (known) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok && new URL(request.url).search === `?${VERSION}`) await files.put(request, answer.clone());
    return answer;
  } catch (error) {
    // A kept page of another version is better with today's file than with none.
    const other = await files.match(request, { ...ANYHOW, ignoreSearch: true });
    if (other) return other;
    throw error;
  }
};

// ---- pages that may be kept ----

const until = (answer) => Date.parse(answer.headers.get("x-kept-until") || "") || 0;

const tidy = async (kept) => {
  const requests = await kept.keys();
  for (const [place, request] of requests.entries()) {
    const copy = await kept.match(request, ANYHOW);
    if (!copy || until(copy) < Date.now() || place < requests.length - MOST) await kept.delete(request, ANYHOW);
  }
};

// What the network said of a page: kept, or forgotten where it is no more. Whether it is kept now.
const note = async (place, answer) => {
  const kept = await caches.open(KEPT);
  if (answer.ok && !answer.redirected && until(answer) > Date.now()) {
    await kept.put(place, answer);
    await tidy(kept);
    return true;
  }
  if (answer.status < 500 && answer.status !== 429) await kept.delete(place, ANYHOW);
  return false;
};

// Asks again for every kept page, so that none is shown that is no more, and none tells an old day.
const look = async (now) => {
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) {
    const copy = await kept.match(request, ANYHOW);
    if (!now && copy && Date.now() - Date.parse(copy.headers.get("date")) < FRESH_MS) continue;
    try {
      await note(new URL(request.url).pathname, await fetch(request.url, { cache: "no-store" }));
    } catch { return; } // no network: another time
  }
};

// As a moment is said on every page of ours.
const said = (time) => {
  const at = new Date(time);
  const weekday = word("weekdays").split(", ")[at.getDay()];
  const minutes = at.getMinutes() ? String(at.getMinutes()).padStart(2, "0") : "";
  const day = `${at.getDate()}/${at.getMonth() + 1}/${at.getFullYear()}`;
  return word("at", { hours: at.getHours(), minutes, weekday, day }).replace(" ,", ",");
};

// A copy says that it is one, and of when.
const asCopy = async (copy) => {
  const html = (await copy.text())
    .replace('<p class="alert kept-copy" hidden>', '<p class="alert kept-copy" role="alert">')
    .replace("{at}", said(copy.headers.get("date")));
  const headers = {};
  for (const name of ["content-type", "content-security-policy", "referrer-policy"]) {
    if (copy.headers.has(name)) headers[name] = copy.headers.get(name);
  }
  return new Response(html, { headers });
};

const patient = (request, copy) => {
  const answer = fetch(request);
  if (!copy) return answer;
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
  return Promise.race([answer, late]);
};

const page = async (event) => {
  const place = new URL(event.request.url).pathname;
  const kept = await caches.open(KEPT);
  const found = await kept.match(place, ANYHOW);
  const copy = found && until(found) > Date.now() ? found : null;
  try {
    const answer = await patient(event.request, copy);
    if (copy && answer.status >= 502) return await asCopy(copy);
    if (copy || until(answer)) event.waitUntil(note(place, answer.clone()));
    return answer;
  } catch (error) {
    if (copy) return asCopy(copy);
    const list = await (await caches.open(FILES)).match(LIST, ANYHOW);
    if (list) return asCopy(list);
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || /^\/can-bo(\/|$)/.test(pathname.slice(root.length))) return;
  if (pathname.startsWith(`${root}/static/`)) event.respondWith(file(event.request));
  else if (mode === "navigate") event.respondWith(page(event));
});

// A page asks to be kept (the first one was loaded before this worked), or to have all looked through.
self.addEventListener("message", (event) => {
  const { keep, now } = event.data;
  event.waitUntil((async () => {
    if (keep) {
      const kept = await caches.open(KEPT);
      const known = await kept.match(keep, ANYHOW) || await note(keep, await fetch(keep, { cache: "no-store" }));
      if (known) event.source.postMessage({ kept: keep });
    }
    await look(now);
  })().catch(() => {}));
});

// ---- something new waits in the chat ----

const windows = () => clients.matchAll({ type: "window", includeUncontrolled: true });
const isChat = (one) => new URL(one.url).pathname === `${root}/`;

// Only that something is new, never what. Whoever has the chat before them sees it there.
self.addEventListener("push", (event) => event.waitUntil((async () => {
  if ((await windows()).some((one) => isChat(one) && one.visibilityState === "visible")) return;
  let told = {};
  try { told = event.data.json(); } catch { /* said in words of our own */ }
  await registration.showNotification(told.title || word("title"), {
    body: told.body || word("new"), lang: "vi", tag: "donghanh", renotify: true,
    icon: `${root}/bieu-tuong/192.png`, data: { url: root + (told.url || "/") },
  });
})()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const asked = new URL(event.notification.data.url, location.origin);
    const to = asked.origin === location.origin ? asked.href : `${root}/`;
    const chat = (await windows()).find(isChat);
    if (!chat) { await clients.openWindow(to); return; }
    await chat.focus();
    await chat.navigate(to).catch(() => clients.openWindow(to)); // it may be a page from before this worked
  })());
});

// The push service gave this browser another address: the server that kept the old one is told,
// where its owner still wants it.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil((async () => {
  const made = event.newSubscription
    || (event.oldSubscription && await registration.pushManager.subscribe(event.oldSubscription.options));
  if (!made) return;
  const { endpoint, keys, expirationTime } = made.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys, expires: expirationTime || "", again: "1" });
  const answer = await fetch(`${root}/bao-tin`, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!(await answer.json()).mark) await made.unsubscribe();
})()));
