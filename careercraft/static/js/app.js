/* What the pages gain when script is there. Without it every link and form works as it stands. */
(() => {
  "use strict";

  const FAILED = "That did not go through. Nothing was changed. Check the connection and try again.";
  const FAILED_BY_STATUS = {
    403: "This is not open to you. If you need it for your work, ask your administrator.",
    404: "This is no longer there. Reload the page to see what is.",
    409: "Someone else changed this in the meantime. Reload the page to see the change.",
    413: "This file is too large. Split it, or ask your administrator to raise the limit.",
    429: "That was a lot of requests at once. Wait a minute and try again.",
  };
  const announcer = () => document.getElementById("announce");
  const failureBox = () => document.getElementById("request-failed");

  /* a swap: say what changed, and put the focus where reading goes on */

  function within(root, selector) {
    if (!(root instanceof Element)) return null;
    return root.matches(selector) ? root : root.querySelector(selector);
  }

  function announce(text) {
    const region = announcer();
    if (!region || !text) return;
    region.textContent = "";
    window.setTimeout(() => { region.textContent = text; }, 50);
  }

  function afterSwap(event) {
    const swapped = event.detail.elt;
    if (swapped === document.body) return; // htmx greets the first page the same way
    const said = within(swapped, "[data-announce]");
    if (said) announce(said.dataset.announce || said.textContent.trim().replace(/\s+/g, " "));
    const next = within(swapped, "[data-focus-after-swap]");
    if (next) next.focus();
  }

  /* the thin line under way */

  let underWay = 0;

  function requestBegan() {
    underWay += 1;
    document.getElementById("request-line")?.classList.add("is-busy");
  }

  function requestEnded() {
    underWay = Math.max(0, underWay - 1);
    if (underWay === 0) document.getElementById("request-line")?.classList.remove("is-busy");
  }

  /* a request that failed: a plain sentence, or the sign-in page */

  function goToSignIn() {
    const address = document.body.dataset.signInHref;
    const next = encodeURIComponent(window.location.pathname);
    window.location.assign(`${address}?next=${next}`);
  }

  function showFailure(sentence) {
    const box = failureBox();
    if (!box) return;
    const words = document.createElement("p");
    words.textContent = sentence;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button";
    close.textContent = "Close";
    close.addEventListener("click", hideFailure);
    box.replaceChildren(words, close);
    box.hidden = false;
  }

  function hideFailure() {
    const box = failureBox();
    if (!box) return;
    box.hidden = true;
    box.replaceChildren();
  }

  function answeredBadly(event) {
    const status = event.detail.xhr.status;
    if (status === 401) goToSignIn();
    else showFailure(FAILED_BY_STATUS[status] || FAILED);
  }

  /* keys: only inside a table that asks for them, so that no page takes letters away from anyone */

  const DOWN = new Set(["j", "ArrowDown"]);
  const UP = new Set(["k", "ArrowUp"]);

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function walkRows(region, step) {
    const links = [...region.querySelectorAll("[data-row-link]")];
    const row = document.activeElement.closest("tr");
    const here = links.findIndex((link) => row !== null && row.contains(link));
    const next = links[here === -1 ? (step > 0 ? 0 : links.length - 1) : here + step];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function searchKeyIsOn(target) {
    return document.documentElement.dataset.shortcuts === "on" || target.closest("[data-row-keys]");
  }

  function keyPressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return closeMenus(event);
    if (isTyping(event.target)) return;
    const region = event.target.closest("[data-row-keys]");
    if (region && (DOWN.has(event.key) || UP.has(event.key))) {
      event.preventDefault();
      walkRows(region, DOWN.has(event.key) ? 1 : -1);
    } else if (event.key === "/" && searchKeyIsOn(event.target)) {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  }

  /* menus close on Escape and on a click elsewhere */

  function closeMenus(event) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (event.type === "click" && menu.contains(event.target)) continue;
      if (event.type === "keydown" && menu.contains(document.activeElement)) {
        menu.querySelector("summary").focus();
      }
      menu.open = false;
    }
  }

  document.addEventListener("htmx:afterSwap", hideFailure);
  document.addEventListener("htmx:load", afterSwap);
  document.addEventListener("htmx:beforeRequest", requestBegan);
  document.addEventListener("htmx:afterRequest", requestEnded);
  document.addEventListener("htmx:responseError", answeredBadly);
  document.addEventListener("htmx:sendError", () => showFailure(FAILED));
  document.addEventListener("htmx:timeout", () => showFailure(FAILED));
  document.addEventListener("keydown", keyPressed);
  document.addEventListener("click", closeMenus);
  document.querySelector("[data-focus-on-load]")?.focus();
})();
