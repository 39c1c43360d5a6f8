/* Ticks of a roster outlast its pages, orders and filters. They are kept in this tab alone, so that
   two tabs do not meet, as ids that say nothing by themselves; the sign-in page forgets them. They
   travel in the bodies of forms, never in an address. Without script a form sends the ticks of the
   page that is shown, and says so. */
(() => {
  "use strict";

  const KEPT = "ticks:";
  let chosen = new Set();
  let lastTicked = null;

  const bar = () => document.getElementById("bulk");
  const keptAs = () => KEPT + bar().dataset.ticksOf;
  const boxes = () => [...document.querySelectorAll("input.roster-tick[name]")];

  /* what is kept */

  function forget() {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
    }
  }

  function recall() {
    try {
      chosen = new Set(JSON.parse(sessionStorage.getItem(keptAs())) || []);
    } catch {
      chosen = new Set(); // a browser that keeps nothing: the ticks live as long as the page
    }
  }

  function keep() {
    try {
      if (chosen.size) sessionStorage.setItem(keptAs(), JSON.stringify([...chosen]));
      else sessionStorage.removeItem(keptAs());
    } catch { /* see above */ }
    show();
  }

  /* what is shown */

  function inWords(all, here) {
    const told = `${all.toLocaleString("en-US")} chosen`;
    if (all === 0) return "Nobody chosen";
    return all === here ? `${told}, on this page` : `${told}, ${here} of them on this page`;
  }

  function show() {
    const rows = boxes();
    for (const box of rows) box.checked = chosen.has(box.value);
    const here = rows.filter((box) => box.checked).length;
    const count = bar().querySelector("[data-ticks-count]");
    const told = inWords(chosen.size, here);
    if (count.textContent !== told) count.textContent = told;
    bar().querySelector("[data-ticks-clear]").hidden = chosen.size === 0;
    const whole = document.querySelector("[data-ticks-page]");
    whole.checked = here === rows.length;
    whole.indeterminate = here > 0 && here < rows.length;
  }

  function begin() {
    if (document.querySelector("[data-forget-ticks]")) forget();
    if (!bar()) return;
    for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
    recall();
    show();
    const narrow = window.matchMedia("(max-width: 40rem)").matches;
    if (narrow && chosen.size === 0) bar().querySelector("[data-fold]").open = false;
  }

  /* what is ticked */

  function tick(some, on) {
    for (const box of some) chosen[on ? "add" : "delete"](box.value);
    keep();
  }

  function clicked(event) {
    if (!(event.target instanceof Element) || !bar()) return;
    const box = event.target.closest("input.roster-tick");
    if (event.target.closest("[data-ticks-clear]")) {
      chosen.clear();
      keep();
      bar().querySelector("[data-ticks-count]").focus();
    } else if (box && box.matches("[data-ticks-page]")) {
      tick(boxes(), box.checked);
    } else if (box) {
      tick(event.shiftKey && lastTicked?.isConnected ? between(lastTicked, box) : [box], box.checked);
      lastTicked = box;
    }
  }

  function between(one, other) {
    const rows = boxes();
    const [first, last] = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b);
    return rows.slice(first, last + 1);
  }

  function keyPressed(event) {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest("[data-row-keys] tr");
    if (row && !event.target.matches("input")) row.querySelector("input.roster-tick")?.click();
  }

  function answered(event) {
    if (!event.detail.successful || !event.detail.elt.matches("[data-ticks-all]")) return;
    for (const id of JSON.parse(event.detail.xhr.responseText)) chosen.add(id);
    keep();
  }

  /* a form of the bar takes along whom other pages show */

  function sent(event) {
    if (event.target !== bar()) return;
    event.formData.delete("student_id");
    event.formData.set("student_ids", [...chosen].join(" "));
  }

  document.addEventListener("click", clicked);
  document.addEventListener("keydown", keyPressed);
  document.addEventListener("formdata", sent);
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("htmx:load", begin);
  window.addEventListener("pageshow", begin);
  begin();
})();
