// A talk as it comes: new lines, who holds it, what is typed sent without leaving the page. Without
// this file the page is plain forms.
"use strict";
(() => {
  const root = new URL(document.currentScript.src).pathname.split("/static/")[0]; // "", or /w/<ward>
  const lines = document.getElementById("lines");
  const form = document.getElementById("go");
  const state = document.getElementById("talk-state");
  const text = document.getElementById("text");
  const file = document.getElementById("file");
  const said = document.getElementById("not-sent");
  const lost = document.getElementById("lost-hold");
  if (!lines) return;
  let mine = lines.dataset.mine === "1";
  let busy = false;
  let leaving = false; // a form of the page was sent: its answer is the next page
  let later = null; // a state that came while somebody was choosing in the one before

  const key = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };
  const made = (html) => {
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    return box.content.firstElementChild;
  };
  const atEnd = () => innerHeight + scrollY > document.body.scrollHeight - 240;

  const add = (found) => {
    const follow = atEnd();
    let grew = false;
    for (const line of found) {
      const fresh = made(line.html);
      const old = lines.querySelector(`[data-id="${line.id}"]`);
      if (old) { old.replaceWith(fresh); continue; }
      const next = [...lines.children].find((one) => Number(one.dataset.id) > line.id);
      lines.insertBefore(fresh, next || null);
      grew = true;
      lines.dataset.last = String(Math.max(Number(lines.dataset.last), line.id));
    }
    if (grew && follow) lines.lastElementChild.scrollIntoView({ block: "center" });
  };

  const put = (html) => {
    if (state.contains(document.activeElement) && document.activeElement.matches("select")) {
      later = html;
      return;
    }
    later = null;
    state.innerHTML = html;
  };
  state.addEventListener("focusout", () => { if (later) setTimeout(() => later && put(later), 0); });

  document.addEventListener("submit", (event) => setTimeout(() => { leaving = !event.defaultPrevented; }));
  addEventListener("pageshow", () => { leaving = false; });

  document.addEventListener("live", ({ detail }) => {
    if (leaving) return;
    if (detail.gone) { location.assign(`${root}/can-bo/tro-chuyen`); return; }
    if (detail.lines) add(detail.lines);
    if (detail.state) put(detail.state);
    if ("mine" in detail && detail.mine !== mine) {
      mine = detail.mine;
      if (mine) { location.reload(); return; }
      // What is typed is kept to be copied; it can be sent to nobody any more.
      lost.hidden = false;
      if (form) form.querySelectorAll("button.main, details.helps").forEach((one) => one.remove());
    }
  });

  const say = (message) => {
    said.textContent = message;
    said.hidden = !message;
  };

  const send = async (button) => {
    if (busy) return;
    const has = file && file.files.length > 0;
    if (!text.value.trim() && !has) { text.focus(); return; }
    const fields = new FormData(form);
    if (!has) fields.delete("file");
    const token = form.elements.csrf;
    fields.set("do", button && button.name === "do" ? button.value : "say");
    fields.set("after", lines.dataset.last);
    busy = true;
    say("");
    const sent = text.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: has ? fields : new URLSearchParams(fields), headers: { Accept: "application/json" },
      });
      const body = await answer.json();
      // The next line is another form, even with the same words; only one whose answer was lost is
      // sent again as the same.
      token.value = `${token.value.split(".")[0]}.${key()}`;
      if (body.notice) { say(body.notice); return; }
      if (text.value === sent) text.value = "";
      if (has) file.value = "";
      text.defaultValue = text.value;
      document.dispatchEvent(new CustomEvent("answered", { detail: body }));
      lines.lastElementChild.scrollIntoView({ block: "center" });
    } catch {
      say(form.dataset.unsent);
    } finally {
      busy = false;
      if (matchMedia("(pointer: fine)").matches) text.focus({ preventScroll: true });
    }
  };

  if (mine && lines.lastElementChild) lines.lastElementChild.scrollIntoView({ block: "center" });
  if (form) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button && button.name === "insert") {
        // Put below what is typed, to be edited; nothing goes.
        event.preventDefault();
        const piece = button.closest("li");
        const parts = [text.value.trim(), piece.querySelector("blockquote").textContent.trim()];
        const basis = piece.querySelector("details p");
        if (basis) parts.push(basis.textContent.trim());
        text.value = parts.filter(Boolean).join("\n\n");
        text.focus();
        return;
      }
      if (button && button.formAction.endsWith("/chen")) return;
      event.preventDefault();
      send(button);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && mine) {
        event.preventDefault();
        send(form.querySelector("button.main"));
      }
    });
  }
})();
