"use strict";
// A shortlist can be dragged into order; the buttons of each place do the same without this.
(() => {
  const list = document.querySelector("[data-ranked]");
  const form = document.querySelector("[data-ranking]");
  if (!list || !form) return;
  const places = () => [...list.children].map((item) => item.dataset.place).join(",");
  const before = places();
  let dragged = null;
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-place]");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-place]");
    if (!dragged || !over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    const moved = dragged.dataset.place;
    dragged = null;
    if (places() === before) return;
    form.elements.order.value = places();
    form.elements.moved.value = moved;
    form.submit();
  });
})();
