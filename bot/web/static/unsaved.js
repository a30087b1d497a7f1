// What was typed in one form of a page and not saved outlives the page's other forms, and a look at
// another page: this tab keeps it and puts it back where it stood, marked as not saved. So it does
// with what was sent and came back, not taken: on the page before, on the newer version of what
// somebody else changed, after signing in again. Where the record says something else by now, that
// is not overwritten: the words are shown beside it.
"use strict";
(() => {
  const KEY = "unsaved", SENT = "sent", HOURS = 12, MOST = 60;
  const NEVER = new Set(["sure", "typed", "code", "csrf", "login", "password"]);
  const KINDS = new Set(["textarea", "text", "search", "tel", "number", "date", "time", "email", "url", "checkbox",
    "radio", "select-one"]);
  const main = document.querySelector("#main");
  const who = main.dataset.who; // nobody on the page of somebody whose session is over
  const returned = "returned" in main.dataset;

  const read = (key) => {
    try { return JSON.parse(sessionStorage.getItem(key) || "[]"); } catch { return []; }
  };
  const write = (key, all) => {
    try {
      if (all.length) sessionStorage.setItem(key, JSON.stringify(all.slice(-MOST)));
      else sessionStorage.removeItem(key);
    } catch { /* no room, or none allowed: as without this script */ }
  };
  const mine = (all) => all.filter((one) => one.who === who && Date.now() - one.at < HOURS * 3600e3);
  const kept = () => mine(read(KEY));
  const keep = (all) => write(KEY, all);
  if (!who) { // it is there once this person signs in again, in this tab or in one opened from it
    keep([...read(KEY), ...read(SENT)]);
    return;
  }
  if (!returned) write(SENT, []);
  // A page that came back not taken has an address of its own: loading it again sends nothing.
  if (main.dataset.again) history.replaceState(history.state, "", main.dataset.again);

  // Each form by where it goes and what it does there; one of several alike by its place.
  const forms = new Map();
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const does = form.querySelector('input[type="hidden"][name="do"]');
    const name = `${form.getAttribute("action") || location.pathname} ${does ? does.value : ""}`;
    let place = 0;
    while (forms.has(`${name} ${place}`)) place += 1;
    forms.set(`${name} ${place}`, form);
  }
  const nameOf = (form) => [...forms].find(([, one]) => one === form)?.[0];
  // A page of both texts leads to the same place, by another button.
  const led = (name) => {
    const to = name.split(" ")[0];
    return forms.get(name) || (returned && [...forms].find(([one]) => one.split(" ")[0] === to)?.[1]);
  };
  const fields = (form) => {
    const seen = {}, found = [];
    for (const field of form.elements) {
      if (!field.name || NEVER.has(field.name) || !KINDS.has(field.type) || field.readOnly) continue;
      seen[field.name] = (seen[field.name] || 0) + 1;
      found.push([`${field.name} ${seen[field.name]}`, field]);
    }
    return found;
  };
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const given = (field) => {
    if (isBox(field)) return String(field.defaultChecked);
    if (field.type !== "select-one") return field.defaultValue;
    const options = [...field.options];
    return (options.find((one) => one.defaultSelected) || options[0] || {}).value;
  };
  const typed = (field) => (isBox(field) ? String(field.checked) : field.value);
  const put = (field, value) => {
    if (isBox(field)) field.checked = value === "true";
    else field.value = value;
  };

  const note = (form) => {
    if (form.querySelector(".unsaved")) return;
    form.prepend(document.querySelector("#unsaved").content.cloneNode(true));
    for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  };
  const beside = (field, value) => {
    const words = document.createElement("blockquote");
    words.textContent = value;
    field.closest("label, fieldset, form").after(words);
  };

  const restore = () => keep(kept().filter(({ at, form, field: name, was, value }) => {
    const here = !returned && forms.get(form);
    const found = here && fields(here).find(([one]) => one === name);
    if (!found) return true; // of another page
    const field = found[1];
    if (typed(field) === value) return false; // the server gave it back
    const draft = Number(here.querySelector("[data-kept-at]")?.dataset.keptAt || 0);
    if (draft > at) return false; // the server keeps later words of the same person
    if (draft || given(field) === was) put(field, value);
    else if (!isBox(field)) beside(field, value);
    note(here);
    return false;
  }));
  // Going back, the browser fills in what it remembers, which is older, once the page is there.
  const went = performance.getEntriesByType("navigation")[0];
  if (went && went.type === "back_forward") addEventListener("pageshow", () => setTimeout(restore));
  else restore();

  // What was sent and came back, as it stands on this page by now.
  const cameBack = () => (returned ? mine(read(SENT)) : []).map((one) => {
    const form = led(one.form);
    const found = form && fields(form).find(([name]) => name === one.field);
    return found ? { ...one, value: typed(found[1]) } : one;
  });
  const changed = (form, name, before) => fields(form).flatMap(([field, at]) => {
    const was = before.find((one) => one.field === field)?.was ?? given(at);
    return typed(at) === was ? [] : [{ who, at: Date.now(), form: name, field, was, value: typed(at) }];
  });
  const remember = (sent) => {
    const back = sent ? [] : cameBack();
    const again = new Set(back.map((one) => led(one.form)));
    const found = [...forms].filter(([, form]) => form !== sent && !again.has(form));
    keep([...kept(), ...back, ...found.flatMap(([name, form]) => changed(form, name, []))]);
  };
  let sending = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    sending = true;
    if (form.action.endsWith("/dang-xuat")) {
      keep([]);
      write(SENT, []);
      return;
    }
    remember(form);
    const before = cameBack().filter((one) => led(one.form) === form);
    write(SENT, changed(form, before[0]?.form || nameOf(form), before));
  });
  addEventListener("pagehide", () => { if (!sending) remember(null); });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    keep([]);
  });
})();
