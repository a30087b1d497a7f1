// The day beside a date field, as it is said here, while it is being chosen: the browser may show
// month and day in another order. What is stored is written there by the server.
"use strict";
const days = document.currentScript.dataset.days.split(","); // from Monday on
addEventListener("input", (event) => {
  const field = event.target;
  const place = field.type === "date" && field.parentElement.querySelector("small.day");
  if (!place) return;
  const day = field.valueAsDate;
  const name = day && days[(day.getUTCDay() + 6) % 7];
  place.textContent = day
    ? `${name}, ${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`
    : "";
});
