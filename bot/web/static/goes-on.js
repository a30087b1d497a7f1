// A file that was chosen is read at once: the button of its form is pressed. It works without this.
"use strict";
for (const file of document.querySelectorAll("input[type=file][data-goes-on]")) {
  file.addEventListener("change", () => {
    if (file.files.length) file.form.requestSubmit(file.form.querySelector("button[name=do]"));
  });
}
