"use strict";
// Shows below a text in Markdown how others will read it, while it is typed. Without this the button asks the server.

for (const button of document.querySelectorAll("button[data-preview]")) {
  const field = document.getElementById(button.dataset.preview);
  const place = document.getElementById(`${field.id}_preview`);
  const PAUSE = 400;
  let timer = null;
  let asked = 0;

  async function draw() {
    clearTimeout(timer);
    const number = ++asked;
    const body = new FormData();
    body.set("text", field.value);
    body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(button.dataset.url, { method: "POST", body, redirect: "manual" });
      if (!response.ok) throw new Error("not rendered");
      const html = await response.text(); // cleaned on the server, as on every page
      if (number === asked) place.innerHTML = html;
    } catch {
      if (number === asked) place.textContent = button.dataset.failed;
    }
  }

  const say = () => button.setAttribute("aria-expanded", String(!place.hidden));
  button.setAttribute("aria-controls", place.id);
  say();
  button.addEventListener("click", (event) => {
    event.preventDefault();
    place.hidden = !place.hidden;
    say();
    if (!place.hidden) draw();
  });
  field.addEventListener("input", () => {
    if (place.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
}
