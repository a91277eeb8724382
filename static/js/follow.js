"use strict";
// A page that shows a job (components/job.html) asks for itself every three seconds, and puts how far the job is in
// place. Without a job under way in the answer everything may be different, as for whoever was signed out meanwhile: the
// page is loaded anew. Where no answer comes, it asks again.

(() => {
  const PAUSE = 3000;
  const UNDER_WAY = "#job[data-follow]";

  const follow = () => setTimeout(look, PAUSE);

  async function look() {
    let answer, text;
    try {
      answer = await fetch(location.href);
      text = await answer.text();
    } catch {
      return follow();
    }
    if (answer.status >= 500) return follow();
    const job = new DOMParser().parseFromString(text, "text/html").querySelector(UNDER_WAY);
    if (!job) return location.reload();
    document.querySelector(UNDER_WAY).replaceWith(job);
    follow();
  }

  if (document.querySelector(UNDER_WAY)) follow();
})();
