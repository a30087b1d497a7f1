// Days and times are typed as they are written here, whatever the language of the browser. This puts
// the day of the week below while one is typed, writes it out when the field is left (2/12/26 and
// 02122026 are 02/12/2026, 8h is 08:00), and adds a calendar to choose from. The server reads the same
// by itself, and says what is wrong.
"use strict";
(() => {
  const { days, calendar } = document.currentScript.dataset;
  const names = days.split(","); // from Monday on
  const read = (text) => {
    const found = text.trim().match(/^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d\d)$/)
      || text.trim().match(/^(\d\d)(\d\d)(\d{4})$/);
    if (!found) return null;
    const [day, month, year] = found.slice(1).map(Number);
    const at = new Date(Date.UTC(year < 100 ? 2000 + year : year, month - 1, day));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at : null;
  };
  const two = (number) => String(number).padStart(2, "0");
  const below = (field) => {
    const place = field.closest("label").querySelector("small.day");
    const at = read(field.value);
    if (!place) return;
    place.textContent = at
      ? `${names[(at.getUTCDay() + 6) % 7]}, ${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()}`
      : "";
  };
  const write = (field, at) => {
    field.value = `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
    below(field);
  };
  const clock = (text) => {
    const found = text.trim().match(/^(\d{1,2})\s*(?::|\p{L}{1,3})?\s*(\d\d)?$/u);
    const fits = found && found[1] < 24 && (found[2] || 0) < 60;
    return fits ? `${two(found[1])}:${found[2] || "00"}` : "";
  };
  addEventListener("input", ({ target }) => { if (target.matches("[data-day]")) below(target); });
  addEventListener("change", ({ target }) => {
    if (target.matches("[data-day]")) {
      const at = read(target.value);
      if (at) write(target, at);
    }
    if (target.matches("[data-clock]")) target.value = clock(target.value) || target.value;
  });
  // The browser's own calendar, in a field nobody types into.
  for (const field of document.querySelectorAll("[data-day]")) {
    const picker = document.createElement("input");
    if (!picker.showPicker) break;
    Object.assign(picker, { type: "date", tabIndex: -1, className: "picker" });
    picker.setAttribute("aria-hidden", "true");
    picker.onchange = () => {
      if (!picker.valueAsDate) return;
      write(field, picker.valueAsDate);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const open = document.createElement("button");
    Object.assign(open, { type: "button", className: "calendar", title: calendar });
    open.setAttribute("aria-label", calendar);
    open.innerHTML = '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">'
      + '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/></svg>';
    open.onclick = () => {
      const at = read(field.value);
      picker.valueAsDate = at;
      try { picker.showPicker(); } catch { field.focus(); }
    };
    const both = document.createElement("span");
    both.className = "dated";
    field.replaceWith(both);
    both.append(field, open, picker);
  }
})();
