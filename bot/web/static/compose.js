// Beside the text of a broadcast that is being written: how people will see it, made by the server as
// the message itself will be; and bold letters at the press of a button.
"use strict";
(() => {
  const form = document.querySelector("form[data-preview]");
  const live = document.getElementById("live");
  const shown = live.querySelector("[data-shown]");
  const PAUSE_MS = 500;
  let timer = 0, latest = 0;
  const look = async () => {
    const mine = latest += 1;
    const fields = new FormData(form);
    fields.delete("file");
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.ok || answer.redirected || mine !== latest) return;
      shown.innerHTML = await answer.text(); // ours, escaped there
      live.hidden = false;
    } catch { /* the next letter tries again */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE_MS); });
  look();

  const bold = document.getElementById("bold");
  const text = form.elements.text;
  bold.hidden = false;
  bold.onclick = () => {
    const { selectionStart: from, selectionEnd: to, value } = text;
    const chosen = value.slice(from, to).trim();
    if (!chosen) { text.focus(); return; }
    const start = value.indexOf(chosen, from);
    text.setRangeText(`**${chosen}**`, start, start + chosen.length, "select");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
})();
