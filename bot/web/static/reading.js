// Larger type by one tap, kept; and "read it to me", by the voice this device has itself. A voice of
// a service on the net is left alone: what stands here may be about a person.
"use strict";
(() => {
  const { read, stop } = document.currentScript.dataset;
  const KEPT = "large";

  // ---- larger type ----

  const larger = document.currentScript.previousElementSibling;
  const kept = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
  const size = (large) => {
    document.documentElement.classList.toggle("large", large);
    larger.setAttribute("aria-pressed", String(large));
  };
  larger.hidden = false;
  size(kept());
  larger.addEventListener("click", () => {
    const large = larger.getAttribute("aria-pressed") !== "true";
    try { localStorage.setItem(KEPT, large ? "1" : "0"); } catch { /* for this page only */ }
    size(large);
  });

  // ---- reading aloud ----

  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  const vietnamese = (voice) => /^vi\b/i.test(voice.lang.replace("_", "-")) && voice.localService;
  let voice = null;
  let reading = null; // the button of what is read now

  // Long texts fall silent half-way in some browsers: a sentence or two at a time.
  const pieces = (text) => text.match(/[^.!?;:\n]+[.!?;:\n]*/g) || [];

  const hush = () => {
    if (!reading) return;
    reading.setAttribute("aria-pressed", "false");
    reading.textContent = read;
    reading = null;
    speech.cancel();
  };

  const aloud = (button, text) => {
    if (reading === button) { hush(); return; }
    hush();
    reading = button;
    button.setAttribute("aria-pressed", "true");
    button.textContent = stop;
    const said = pieces(text).map((piece) => piece.trim()).filter(Boolean);
    said.forEach((piece, at) => {
      const utterance = new SpeechSynthesisUtterance(piece);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.95;
      if (at === said.length - 1) utterance.onend = () => { if (reading === button) hush(); };
      speech.speak(utterance);
    });
  };

  // What is read: words, not buttons, pictures or small print.
  const words = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("button, form, nav, svg, script, small, .noprint, .qr").forEach((one) => one.remove());
    copy.querySelectorAll("p, li, h1, h2, h3, dt, dd, br, div").forEach((one) => one.append("\n"));
    return copy.textContent;
  };

  const offer = (node, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "aloud";
    button.setAttribute("aria-pressed", "false");
    button.textContent = read;
    button.addEventListener("click", () => aloud(button, words(node)));
    place(button);
  };

  const offerAll = (root) => {
    for (const bubble of root.querySelectorAll(".reply .bubble")) {
      if (!bubble.parentElement.querySelector(".aloud")) offer(bubble, (button) => bubble.after(button));
    }
  };

  const begin = () => {
    if (voice) return;
    voice = speech.getVoices().find(vietnamese) || null;
    if (!voice) return;
    const lines = document.getElementById("lines");
    if (!lines) {
      const main = document.querySelector("main");
      if (main) offer(main, (button) => main.prepend(button));
      return;
    }
    offerAll(lines);
    new MutationObserver(() => offerAll(lines)).observe(lines, { childList: true });
  };

  document.addEventListener("DOMContentLoaded", begin);
  speech.addEventListener("voiceschanged", begin); // many browsers know their voices only later
  addEventListener("pagehide", hush);
})();
