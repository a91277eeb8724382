"use strict";
// Buttons with data-copy put the text of the field with that id into the clipboard, and say so. Without a clipboard (or
// without this script) they are not there; the text can be selected.

(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const status = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      status.textContent = button.dataset.copied;
    });
  }
})();
