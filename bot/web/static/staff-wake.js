// "Báo trên máy này": has this browser told when something waits for whoever is signed in. Nobody is
// asked before they press it; it is said to be on once the server keeps it.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const box = document.getElementById("may");
  const button = box.querySelector("button");
  const told = box.querySelector(".told");
  const say = (key) => { told.textContent = box.dataset[key]; };
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification || !window.isSecureContext) {
    say("unable");
    return;
  }
  // A worker of its own: the one of the visitors' pages wakes for their chat.
  const worker = async () => {
    await navigator.serviceWorker.register(`${root}/can-bo/bao-viec.js`, { scope: `${root}/can-bo/tai-khoan` });
    for (;;) {
      const found = await navigator.serviceWorker.getRegistration(`${root}/can-bo/tai-khoan`);
      if (found && found.active) return found;
      await new Promise((go) => { setTimeout(go, 50); });
    }
  };

  const turnOn = async () => {
    if (await Notification.requestPermission() !== "granted") { say("denied"); return; }
    const { pushManager } = await worker();
    const before = await pushManager.getSubscription();
    if (before) await before.unsubscribe(); // perhaps made for another key of ours
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.key });
    const { endpoint, keys, expirationTime } = made.toJSON();
    const csrf = box.querySelector("[name=csrf]").value;
    const body = new URLSearchParams({ csrf, endpoint, ...keys, expires: expirationTime || "" });
    const headers = { Accept: "application/json" };
    const answer = await fetch(`${root}/can-bo/tai-khoan/may`, { method: "POST", body, headers });
    const said = await answer.json();
    if (said.mark) { location.hash = "#cach-bao"; location.reload(); return; }
    await made.unsubscribe();
    told.textContent = said.notice;
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    try { await turnOn(); } catch { say("failed"); }
    button.disabled = false;
  });
  button.hidden = false;
})();
