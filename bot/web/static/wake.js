// The button "báo tin": has this browser woken when something new waits here. Nobody is asked before
// they press it, and what it says is on is what the server says it keeps.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const box = document.getElementById("wake");
  const words = JSON.parse(document.getElementById("wake-words").textContent);
  const word = (key) => words[key];
  const able = navigator.serviceWorker && window.PushManager && window.Notification && window.isSecureContext;
  if (!box || !able) return;
  const on = box.querySelector(".on");
  const off = box.querySelector(".off");
  const told = box.querySelector(".told");
  let { mark } = box.dataset; // of the browser the server keeps for us, "" for none

  const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
  const markOf = async (subscription) =>
    hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint)));

  const standing = async () => (await navigator.serviceWorker.ready).pushManager.getSubscription();

  const show = async (message) => {
    const own = await standing();
    const works = Boolean(own && mark) && await markOf(own) === mark && Notification.permission === "granted";
    on.hidden = works;
    off.hidden = !works;
    told.textContent = message || (works ? word("is_on") : "");
  };

  // What the server says it did: { mark, notice }; only a mark means that it is so.
  const tell = async (address, fields) => {
    const body = new URLSearchParams(fields);
    const answer = await fetch(root + address, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.json();
  };

  const turnOn = async () => {
    // Asked in the press itself: later a browser would not show its question.
    if (await Notification.requestPermission() !== "granted") return word("denied");
    const { pushManager } = await navigator.serviceWorker.ready;
    const before = await pushManager.getSubscription();
    if (before) await before.unsubscribe(); // perhaps made for another key of ours
    let made;
    try {
      made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.key });
    } catch { return word("failed"); }
    try {
      const { endpoint, keys, expirationTime } = made.toJSON();
      const said = await tell("/bao-tin", { endpoint, ...keys, expires: expirationTime || "" });
      if (said.mark) { mark = said.mark; return said.notice; }
      await made.unsubscribe();
      return said.notice;
    } catch {
      await made.unsubscribe();
      return word("unreached");
    }
  };

  const turnOff = async () => {
    let said;
    try { said = await tell("/bao-tin/tat", {}); } catch { return word("unreached"); }
    if (said.mark !== "") return said.notice;
    mark = "";
    const own = await standing();
    if (own) await own.unsubscribe();
    return said.notice;
  };

  // Pressed: no second press meanwhile; then whoever stood on the button stands on the other one.
  const act = (button, other, work) => button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    let message;
    try { message = await work(); } catch { message = word("failed"); }
    button.removeAttribute("aria-disabled");
    await show(message);
    if (button.hidden) other.focus();
  });

  act(on, off, turnOn);
  act(off, on, turnOff);
  box.hidden = false;
  show("");
})();
