// What is chosen in the survey is kept on this device until it is sent or the wave is over: whoever is
// called away goes on there, days later too. The consent is not: it is given with the sending.
"use strict";
(() => {
  const form = document.querySelector("form[data-until]");
  const note = document.getElementById("kept");
  const name = `survey:${location.pathname}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const drop = () => { try { localStorage.removeItem(name); } catch { /* none allowed: nothing is kept */ } };

  const keep = () => {
    const chosen = [...new FormData(form)].filter(([field, value]) => field !== "agree" && value);
    try {
      localStorage.setItem(name, JSON.stringify({ until: form.dataset.until, chosen }));
      note.hidden = false;
    } catch { /* no room, or none allowed: as without this script */ }
  };

  const put = (chosen) => {
    for (const [field, value] of chosen) {
      for (const one of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) {
        if (one.type === "checkbox" || one.type === "radio") one.checked = one.value === value;
        else one.value = value;
      }
    }
  };

  const before = read();
  if (before && before.until < form.dataset.today) drop();
  else if (before && !("refused" in form.dataset)) { put(before.chosen); note.hidden = false; }
  form.addEventListener("change", keep);
  form.addEventListener("submit", drop);
  // Not sent after all, and gone back to: it stands as it was.
  addEventListener("pageshow", (event) => { if (event.persisted) keep(); });
  document.getElementById("anew").addEventListener("click", () => { drop(); location.replace(location.pathname); });
})();
