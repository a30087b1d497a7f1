// Keeps the page of the door and that of the stalls with their files, so that they open again while
// the network is down.
"use strict";
const root = location.pathname.split("/can-bo/")[0]; // "", or /w/<ward>
const OURS = `donghanh${root.replaceAll("/", "-")}-door-`;
const STORE = `${OURS}2`; // what an older one keeps names who was signed in
const wanted = ({ pathname }) => pathname.startsWith(`${root}/static/`)
  || (pathname.startsWith(root) && /^\/can-bo\/(su-kien\/\d+\/cua|hoi-giup\/\d+)$/.test(pathname.slice(root.length)));
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== STORE) await caches.delete(name);
  }
  await self.clients.claim();
})()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !wanted(url)) return;
  event.respondWith((async () => {
    const store = await caches.open(STORE);
    try {
      const answer = await fetch(event.request);
      if (answer.ok && !answer.redirected) store.put(event.request, answer.clone());
      return answer;
    } catch (error) {
      // The script that belongs to the page, where it was kept; else the one of another version.
      const kept = await store.match(event.request, { ignoreVary: true })
        || await store.match(event.request, { ignoreSearch: true, ignoreVary: true });
      if (kept) return kept;
      throw error;
    }
  })());
});
