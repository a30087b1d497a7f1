// A form that is being sent says so at once, beside the button that was pressed, and is sent once.
"use strict";
(() => {
  const AGAIN_MS = 20000; // what gives a file leaves the page standing
  const said = document.querySelector("#sending");
  const end = (form) => {
    delete form.dataset.sending;
    for (const one of form.querySelectorAll(".sending")) one.remove();
    for (const one of form.querySelectorAll("button")) one.removeAttribute("aria-disabled");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (event.submitter && "file" in event.submitter.dataset) return; // nothing is kept: a file comes back
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-disabled", "true");
    const pressed = event.submitter || form.querySelector("button");
    if (pressed) pressed.after(said.content.cloneNode(true));
    setTimeout(end, AGAIN_MS, form);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(end);
  });
})();
