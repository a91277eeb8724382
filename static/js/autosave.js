"use strict";
// Saves a form marked data-autosave while it is typed in. The server refuses to overwrite what was saved elsewhere; what
// could not be saved stays in this browser (under the name that data-autosave gives) until it is.

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = form.querySelector("[data-autosave-status]");
  const bar = document.querySelector("[data-autosave-progress] progress"); // how far the form is, where the page says so
  const name = form.dataset.autosave;
  const PAUSE = 1500;
  const RETRY = 15000;
  const FIELDS = "input:not([type=submit], [type=button], [type=image], [type=reset], [type=file]), select, textarea";
  const PAGES = ["csrfmiddlewaretoken", "revision", "application", "page", "once"];
  let timer = null;
  let busy = false;
  let again = false;
  let stopped = false;
  let submitter = null; // a button pressed while a save was under way
  const isUnsaved = "unsaved" in form.dataset; // the page shows what the server could not, or did not yet, save
  let saved = isUnsaved ? null : typed();

  // Whether people fill it in: no button, nothing that belongs to the page or that can't be changed now.
  function isAsked(field) {
    return Boolean(field.name) && field.matches(FIELDS) && !field.matches(":disabled") && !PAGES.includes(field.name);
  }

  // What was typed: of each name all its values, none where no box is ticked.
  function typed() {
    const fields = new Map([...form.elements].filter(isAsked).map((field) => [field.name, []]));
    for (const [key, value] of new FormData(form)) fields.get(key)?.push(value.trim());
    return JSON.stringify([...fields]);
  }

  function say(text, link) {
    status.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = form.dataset.login;
      anchor.textContent = status.dataset.signIn;
      status.append(" ", anchor);
    }
  }

  const keep = (text) => { try { localStorage.setItem(name, text); } catch { /* private window: nothing to do */ } };
  const forget = () => { try { localStorage.removeItem(name); } catch { /* as above */ } };
  const kept = () => { try { return localStorage.getItem(name); } catch { return null; } };

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    clearTimeout(timer);
    const text = typed();
    if (stopped || text === saved) return;
    if (busy) { again = true; return; }
    busy = true;
    say(status.dataset.saving);
    const body = new FormData(form);
    body.set("autosave", "1");
    try {
      const response = await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: text.length < 50000 });
      await answered(response, text);
    } catch {
      say(status.dataset.offline);
      later(RETRY);
    }
    busy = false;
    if (submitter) form.requestSubmit(submitter);
    else if (again) { again = false; later(PAUSE); }
  }

  async function answered(response, text) {
    if (response.type === "opaqueredirect" || response.status === 403) {
      stopped = true;
      say(status.dataset.signedOut, true);
      return;
    }
    if (response.status >= 500) throw new Error("try again");
    const answer = await response.json();
    say(answer.message);
    if (response.status === 409) { stopped = true; return; }
    form.elements.revision.value = answer.revision;
    if (bar && answer.progress) {
      bar.value = answer.done;
      document.getElementById(bar.getAttribute("aria-labelledby")).textContent = answer.progress;
    }
    for (const [id, html] of Object.entries(answer.pieces ?? {})) renew(document.getElementById(id), html);
    if (response.ok) {
      saved = text;
      if (typed() === text) forget();
    }
  }

  // A piece of the page that follows from what is saved; not while somebody is in it. What was unfolded stays so.
  function renew(place, html) {
    if (!place || place.contains(document.activeElement)) return;
    const unfolded = [...place.querySelectorAll("details")].map((details) => details.open);
    place.innerHTML = html;
    place.querySelectorAll("details").forEach((details, index) => { details.open = unfolded[index] ?? false; });
  }

  // Of a row that the page does not have now: saved with the rest, and seen when it is loaded again.
  function addHidden(key, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = key;
    field.value = value;
    form.append(field);
  }

  function restore(text) {
    const fields = new Map();
    // Browsers still keep texts of the former shape, with one pair for each value.
    for (const [key, values] of JSON.parse(text)) fields.set(key, (fields.get(key) ?? []).concat(values));
    for (const [key, values] of fields) {
      const there = [...form.elements].filter((field) => field.name === key);
      if (there.length) fill(there.filter((field) => isAsked(field) && field.type !== "hidden"), values);
      else values.filter(Boolean).forEach((value) => addHidden(key, value));
    }
    form.dispatchEvent(new Event("change", { bubbles: true })); // for questions that wait for an answer
    later(0);
  }

  // Boxes, buttons and options are told by their values, texts of one name by their order.
  function fill(fields, values) {
    fields.forEach((field, index) => {
      const isGiven = ({ value }) => values.includes(value.trim());
      if (field.type === "checkbox" || field.type === "radio") field.checked = isGiven(field);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = isGiven(option);
      else if (index < values.length && (field.type !== "select-one" || [...field.options].some(isGiven))) field.value = values[index];
      const folded = values.some(Boolean) && field.closest("details");
      if (folded) folded.open = true;
    });
  }

  // Of what has been posted from this page since, nothing stays in the browser.
  function forgetOthers(prefix) {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(prefix) && key !== name) localStorage.removeItem(key);
    } catch { /* as above */ }
  }

  if (form.dataset.autosaveOf) forgetOthers(form.dataset.autosaveOf);
  const old = kept();
  if (old === saved) forget();
  else if (old && old !== typed()) {
    const offer = document.getElementById("autosave-restore").content.firstElementChild.cloneNode(true);
    const close = () => { offer.remove(); form.querySelector("textarea, select, input:not([type=hidden])")?.focus(); };
    offer.querySelector("[data-restore]").addEventListener("click", () => { close(); restore(old); });
    offer.querySelector("[data-discard]").addEventListener("click", () => { close(); forget(); });
    form.before(offer);
  } else if (isUnsaved) {
    keep(typed());
    later(PAUSE);
  }

  form.addEventListener("input", () => { keep(typed()); later(PAUSE); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy) { event.preventDefault(); submitter = event.submitter; } else stopped = true;
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
})();
