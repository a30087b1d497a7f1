// Where the door's phone keeps its list and what waits to be sent: encrypted, with a key that scripts
// cannot read out and that the server gives to whoever is signed in, for one event, until it is over.
// Signed out, only sealed arrivals stay: the same person signs in again and they are sent.
"use strict";
const doorSafe = (() => {
  const STORE = "events";
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const own = root.replaceAll("/", "-"); // wards of one host keep apart what they keep
  const works = Boolean(globalThis.crypto && crypto.subtle && globalThis.indexedDB);
  const coder = new TextEncoder();
  const open = () => new Promise((good, bad) => {
    const asked = indexedDB.open(`donghanh${own}-door`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => good(asked.result);
    asked.onerror = () => bad(asked.error);
  });
  const use = async (mode, act) => {
    const base = await open();
    try {
      return await new Promise((good, bad) => {
        const turn = base.transaction(STORE, mode);
        const asked = act(turn.objectStore(STORE));
        turn.oncomplete = () => good(asked.result);
        turn.onerror = turn.onabort = () => bad(turn.error);
      });
    } finally { base.close(); }
  };
  const put = (event, record) => use("readwrite", (store) => store.put(record, event));
  const drop = (event) => use("readwrite", (store) => store.delete(event));
  const bare = ({ key, list, ...rest }) => rest;

  const seal = async (record, event, name, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: coder.encode(`${event}:${name}`) };
    return { iv, data: await crypto.subtle.encrypt(how, record.key, coder.encode(JSON.stringify(value))) };
  };
  const unseal = async (record, event, name, kept, empty) => {
    if (!kept || !record.key) return empty;
    try {
      const how = { name: "AES-GCM", iv: kept.iv, additionalData: coder.encode(`${event}:${name}`) };
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, record.key, kept.data)));
    } catch { return empty; }
  };

  // What is over goes, whichever event it was.
  const tidy = async () => {
    const now = Date.now();
    const events = await use("readonly", (store) => store.getAllKeys());
    for (const event of events) {
      const record = await use("readonly", (store) => store.get(event));
      if (now >= record.keyUntil) await drop(event);
      else if (now >= record.listUntil && record.list) { delete record.list; await put(event, record); }
    }
  };
  // Nobody is signed in here any more: keys and lists go.
  const lock = async () => {
    const events = await use("readonly", (store) => store.getAllKeys());
    for (const event of events) await put(event, bare(await use("readonly", (store) => store.get(event))));
  };

  // The page that is open now is kept too: it was loaded before the worker could see it.
  const keepPage = async (page) => {
    await navigator.serviceWorker.register(`${root}/can-bo/cua-sw.js`, { scope: `${root}/can-bo/` });
    const store = await caches.open(`donghanh${own}-door-2`);
    const files = [...document.querySelectorAll("link[href], script[src], img[src]")].map((e) => e.href || e.src);
    const ours = files.filter((file) => file.startsWith(`${location.origin}${root}/static/`));
    await store.addAll([location.pathname, ...new Set(ours)]);
    await navigator.serviceWorker.ready; // one still being installed dies with the phone
    page.dataset.kept = "1";
  };

  let record = null, event = "", saving = Promise.resolve();
  const later = (work) => {
    saving = saving.then(work).catch(() => { /* a full phone still works online */ });
    return saving;
  };
  const api = {
    works,
    // Keeps the page itself for when there is no network; `page` is marked once it is kept.
    keepPage: (page) => { if ("serviceWorker" in navigator) keepPage(page).catch(() => {}); },
    lock: () => later(async () => { if (works) await lock(); record = null; }),
    // List (or null) and queue as this phone has them for the event; `known`: they are somebody's
    // who was signed in here last.
    load: async (wanted) => {
      event = wanted;
      // Phones kept both in the open once.
      let waiting = [];
      try {
        waiting = JSON.parse(localStorage.getItem(`donghanh:${event}:queue`)) || [];
      } catch { /* not ours, or damaged */ }
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith("donghanh:")) localStorage.removeItem(name);
      }
      const none = { list: null, queue: waiting, known: false };
      if (!works) return none;
      try {
        await tidy();
        record = (await use("readonly", (store) => store.get(event))) || null;
        if (!record || !record.key) return none;
        const queue = await unseal(record, event, "queue", record.queues[record.owner], []);
        const list = await unseal(record, event, "list", record.list, null);
        return { list, queue: [queue, waiting].flat(), known: true };
      } catch { return none; }
    },
    // The server says who is signed in. Returns the arrivals that wait under this person's seal when
    // it is not who this phone last worked for; null when it is.
    admit: (state) => later(async () => {
      if (!works || !state.key) { if (works) await drop(event); record = null; return null; }
      const same = record && record.owner === state.owner && record.key;
      const before = record || (await use("readonly", (store) => store.get(event))) || { queues: {} };
      if (same) { Object.assign(record, { listUntil: state.list_until, keyUntil: state.key_until }); return null; }
      const raw = Uint8Array.from(state.key.match(/../g), (pair) => parseInt(pair, 16));
      record = { ...bare(before), owner: state.owner, listUntil: state.list_until, keyUntil: state.key_until };
      record.key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
      raw.fill(0);
      await put(event, record);
      return unseal(record, event, "queue", record.queues[record.owner], []);
    }),
    keep: (name, value) => {
      const text = JSON.parse(JSON.stringify(value));
      return later(async () => {
        if (!record || !record.key) return;
        const kept = await seal(record, event, name, text);
        if (name === "queue") {
          record.queues = { ...record.queues, [record.owner]: kept };
          if (!text.length) delete record.queues[record.owner];
        } else if (Date.now() < record.listUntil) record.list = kept;
        else delete record.list;
        await put(event, record);
      });
    },
    isOver: () => Boolean(record && Date.now() >= record.listUntil),
  };
  return api;
})();
// The page where one signs in: whoever was here before is gone.
if (document.currentScript && "lock" in document.currentScript.dataset) doorSafe.lock();
