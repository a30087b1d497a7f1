// Passes a page on: by the device's own list of apps, or its address copied; prints it.
"use strict";
(() => {
  const { copied, failed } = document.currentScript.dataset;
  const root = document.documentElement;
  root.classList.add("scripted");
  if (navigator.share) root.classList.add("shares");
  if (navigator.clipboard) root.classList.add("copies");

  // In the chat each answer has a page of its own; a page passes on itself.
  const address = (button) => {
    const own = document.querySelector("link[rel=canonical]");
    const page = button.closest("[data-page]");
    return new URL(page ? page.dataset.page : own ? own.href : location.pathname, location.href).href;
  };

  const title = (button) => {
    const about = (button.closest("article") || document).querySelector(".bubble strong, h1");
    return about ? about.textContent : document.title;
  };

  const tell = (button, words) => {
    const told = button.parentElement.querySelector(".told");
    if (told) told.textContent = words;
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(address(button));
      tell(button, copied);
    } catch {
      tell(button, failed);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share], [data-copy], [data-print]");
    if (!button) return;
    if (button.matches("[data-print]")) { print(); return; }
    if (button.matches("[data-copy]")) { copy(button); return; }
    if (!navigator.share) return; // a link leads to the foot of the page
    event.preventDefault();
    // Whoever closes the list again has changed their mind; that is no fault.
    navigator.share({ title: title(button), url: address(button) }).catch(() => {});
  });
})();
