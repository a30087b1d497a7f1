// A list to tick: how many are ticked, and all of them with one press. It works without this.
"use strict";
for (const form of document.querySelectorAll("form[data-most]")) {
  const most = Number(form.dataset.most);
  const boxes = [...form.querySelectorAll("input[name=item]")];
  const bar = form.querySelector(".bar");
  if (!bar || !boxes.length) continue;
  const all = bar.querySelector("input[type=checkbox]");
  const count = bar.querySelector("[data-said]");
  const button = bar.querySelector("button");
  const look = () => {
    const ticked = boxes.filter((one) => one.checked).length;
    count.textContent = (ticked > most ? count.dataset.tooMany : count.dataset.said).replace("#", ticked);
    count.classList.toggle("fault", ticked > most);
    button.disabled = !ticked || ticked > most;
    all.checked = ticked > 0 && ticked === Math.min(most, boxes.length);
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    const on = all.checked;
    boxes.forEach((one, place) => { one.checked = on && place < most; });
    look();
  });
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  all.closest("label").hidden = false;
  count.hidden = false;
  look();
}
