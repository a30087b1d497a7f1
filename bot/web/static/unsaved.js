// What was typed in one form of a page and not saved outlives the page's other forms, and a look at
// another page: this tab keeps it and puts it back where it stood, marked as not saved. Where the
// record says something else by now, that is not overwritten: the words are shown beside it.
"use strict";
(() => {
  const KEY = "unsaved", HOURS = 12, MOST = 60;
  const NEVER = new Set(["sure", "typed", "code", "csrf", "login", "password"]);
  const KINDS = new Set(["textarea", "text", "search", "tel", "number", "date", "time", "email", "url", "checkbox",
    "radio", "select-one"]);
  const who = document.querySelector("#main").dataset.who;

  const kept = () => {
    try {
      const all = JSON.parse(sessionStorage.getItem(KEY) || "[]");
      return all.filter((one) => one.who === who && Date.now() - one.at < HOURS * 3600e3);
    } catch { return []; }
  };
  const keep = (all) => {
    try {
      if (all.length) sessionStorage.setItem(KEY, JSON.stringify(all.slice(-MOST)));
      else sessionStorage.removeItem(KEY);
    } catch { /* no room, or none allowed: as without this script */ }
  };

  // Each form by where it goes and what it does there; one of several alike by its place.
  const forms = new Map();
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const does = form.querySelector('input[type="hidden"][name="do"]');
    const name = `${form.getAttribute("action") || location.pathname} ${does ? does.value : ""}`;
    let place = 0;
    while (forms.has(`${name} ${place}`)) place += 1;
    forms.set(`${name} ${place}`, form);
  }
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

  keep(kept().filter(({ form, field: name, was, value }) => {
    const here = forms.get(form);
    const found = here && fields(here).find(([one]) => one === name);
    if (!found) return true; // of another page
    const field = found[1];
    if (typed(field) === value) return false; // the server gave it back
    if (given(field) === was && typed(field) === was) put(field, value);
    else if (!isBox(field)) beside(field, value);
    note(here);
    return false;
  }));

  const remember = (sent) => {
    const found = [];
    for (const [name, form] of forms) {
      if (form === sent) continue;
      for (const [field, at] of fields(form)) {
        if (typed(at) !== given(at)) {
          found.push({ who, at: Date.now(), form: name, field, was: given(at), value: typed(at) });
        }
      }
    }
    keep([...kept(), ...found]);
  };
  let sending = false;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    sending = true;
    if (event.target.action.endsWith("/dang-xuat")) keep([]);
    else remember(event.target);
  });
  addEventListener("pagehide", () => { if (!sending) remember(null); });
  addEventListener("pageshow", (event) => { if (event.persisted) { sending = false; keep([]); } });
})();
