"use strict";
// Shows a question marked data-only-if only while the answer it waits for is given. Without this script all are shown,
// each with a word on when it counts; the server takes no answer to a question that was not asked.

(() => {
  const conditional = document.querySelectorAll("[data-only-if]");
  const isGiven = ({ dataset }) =>
    [...document.querySelectorAll(`[name="${dataset.onlyIf}"]:checked`)].some((input) => input.value === dataset.onlyIfAnswer);
  const show = () => conditional.forEach((question) => { question.hidden = !isGiven(question); });
  document.addEventListener("change", show);
  show();
})();
