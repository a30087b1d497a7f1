// A figure chosen from the list is put where somebody was writing last, so that nobody copies what
// stands between its brackets by hand.
"use strict";
const chosen = document.getElementById("chon-so-lieu");
const form = chosen.closest("form");
let field = form.elements.namedItem("short");

// Not within the brackets of another figure: after them.
function outside(text, at) {
  for (const found of text.matchAll(/{{.*?}}|{%.*?%}/gs)) {
    const end = found.index + found[0].length;
    if (found.index < at && at < end) return end;
  }
  return at;
}

form.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[data-figures]")) field = event.target;
});
document.getElementById("chen-so-lieu").addEventListener("click", () => {
  if (!chosen.value) return;
  const at = outside(field.value, field.selectionEnd);
  field.setRangeText(chosen.value, at, at, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
