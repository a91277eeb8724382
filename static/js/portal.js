"use strict";
// Small comforts on every page; all of it works without them.

// Tells the server the browser's time zone, for pages seen before anybody chose one. See amp_portal/users/zones.py.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || !/^[A-Za-z0-9_+/-]+$/.test(zone) || document.cookie.split("; ").includes(`timezone=${zone}`)) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `timezone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
})();

// A menu closes when the reader goes elsewhere: a click outside, Escape (back to its button), or tabbing on.
(() => {
  const menu = document.querySelector("details.menu");
  if (!menu) return;
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
