// The day beside a date field, as it is said here, while it is being chosen: the browser may show
// month and day in another order. What is stored is written there by the server.
"use strict";
addEventListener("input", (event) => {
  const field = event.target;
  const place = field.type === "date" && field.parentElement.querySelector("small.day");
  if (!place) return;
  const day = field.valueAsDate;
  const names = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
  place.textContent = day
    ? `${names[day.getUTCDay()]}, ${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`
    : "";
});
