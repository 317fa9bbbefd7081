// The desk's own script: keys, and answers without a new page. Every action works as a plain form without it.
"use strict";

const csrf = document.body.dataset.csrf || "";
const live = document.getElementById("live");
const keysDialog = document.getElementById("keys");
const KEYS_OFF = "hustings-keys-off";

let quiet = 0;
// Tells what happened; what can be seen anyway is told to screen readers only.
function say(text, seen = true) {
  if (!live) return;
  clearTimeout(quiet);
  live.textContent = "";
  requestAnimationFrame(() => {
    live.textContent = text;
    live.className = seen ? "toast" : "sr";
    quiet = setTimeout(() => { live.className = "sr"; }, 6000);
  });
}

// Our own server's markup, in which every comment is escaped already.
function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

async function ask(url, form) {
  const headers = { "X-CSRF-Token": csrf, "X-Fragment": "1", "Accept": form ? "application/json" : "text/html" };
  const answer = await fetch(url, form ? { method: "POST", headers, body: new URLSearchParams(form) } : { headers });
  if (answer.status === 401) { location.reload(); throw new Error("Please sign in again."); }
  if (!answer.ok) {
    let why = `The desk answered ${answer.status}.`;
    try { const told = await answer.json(); why = [told.title, told.detail].filter(Boolean).join(": ") || why; } catch { /* it was no JSON */ }
    throw new Error(why);
  }
  return form ? answer.json() : answer.text();
}

// The comments of a thread.

const list = document.getElementById("comments");
const comments = () => list ? Array.from(list.querySelectorAll(".comment")) : [];
let now = null;

function current() {
  const focused = document.activeElement?.closest?.(".comment");
  if (focused) return focused;
  return now ? document.getElementById(now) : null;
}

function choose(comment) {
  if (!comment) return;
  comments().forEach((other) => other.classList.toggle("now", other === comment));
  now = comment.id;
}

function move(step) {
  const all = comments();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  choose(all[next]);
  all[next].focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function replace(html) {
  const fresh = parse(html);
  const old = fresh && document.getElementById(fresh.id);
  if (!old) return;
  const had = old.contains(document.activeElement);
  const label = had && document.activeElement.matches("button") ? document.activeElement.value : "";
  old.replaceWith(fresh);
  prepare(fresh);
  if (now === fresh.id) fresh.classList.add("now");
  if (had) (label && fresh.querySelector(`button[value="${CSS.escape(label)}"]`) || fresh).focus({ preventScroll: true });
}

let counting = 0;
async function count() {
  const counts = document.getElementById("counts");
  if (!counts) return;
  const turn = ++counting;
  try {
    const html = await ask(counts.dataset.href);
    if (turn === counting) counts.innerHTML = html;
  } catch (error) { say(error.message); }
}

async function change(form, button) {
  const data = new FormData(form);
  if (button?.name) data.set(button.name, button.value);
  try {
    const told = await ask(form.action, data);
    if (told.html) replace(told.html);
    else if (told.key) location.assign(`?at=${told.key}#c${told.key}`);
    say(told.said);
    await count();
  } catch (error) { say(error.message); }
}

async function why(link) {
  const comment = link.closest(".comment");
  const reasons = comment.querySelector(".reasons");
  const open = link.getAttribute("aria-expanded") !== "true";
  try {
    if (open) reasons.innerHTML = await ask(link.href);
    reasons.hidden = !open;
    link.setAttribute("aria-expanded", String(open));
    say(open ? "Reasons shown" : "Reasons hidden", false);
  } catch (error) { say(error.message); }
}

// What is a link without script opens in place with it.
function prepare(within) {
  within.querySelectorAll("a.why").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); why(link); }
    });
  });
}

document.addEventListener("click", (event) => {
  const comment = event.target.closest?.(".comment");
  if (comment) choose(comment);
  const link = event.target.closest?.("a.why");
  if (link && list && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); why(link); }
});
document.addEventListener("focusin", (event) => choose(event.target.closest?.(".comment")));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (list && (form.matches(".marks") || form.id === "undo")) {
    event.preventDefault();
    change(form, event.submitter);
  }
});

// Keys.

function keysOff() {
  try { return localStorage.getItem(KEYS_OFF) === "1"; } catch { return false; }
}

function press(key) {
  const one = document.getElementById("item");
  const within = ["u"].includes(key) ? document : one || current();
  const button = within?.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!button) return false;
  button.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysDialog?.open) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "?" && keysDialog) { event.preventDefault(); keysDialog.showModal(); return; }
  if (keysOff()) return;
  const key = event.key.toLowerCase();
  const search = document.getElementById("q");
  if (key === "j" || key === "k") { if (list) { event.preventDefault(); move(key === "j" ? 1 : -1); } }
  else if (key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
  else if (key.length === 1 && key !== " " && press(key)) event.preventDefault();
});

if (keysDialog) {
  // A queue that was not drawn yet has no button to open it.
  const opener = document.getElementById("keys-open");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => keysDialog.showModal());
  }
  const on = document.getElementById("keys-on");
  on.checked = !keysOff();
  on.addEventListener("change", () => {
    try { localStorage.setItem(KEYS_OFF, on.checked ? "0" : "1"); } catch { /* nothing is kept then */ }
  });
}

// A training under way.

async function follow() {
  const job = document.getElementById("job");
  if (job?.dataset.running !== "true") return;
  try {
    const fresh = parse(await ask(job.dataset.href));
    if (fresh.dataset.running !== "true") { location.assign("/models#training"); location.reload(); return; }
    // Only the figures change, so that nothing is read out anew each second.
    const [bar, told] = [fresh.querySelector("progress"), fresh.querySelector("label")];
    job.querySelector("progress").value = bar.value;
    if (job.querySelector("label").textContent !== told.textContent) job.querySelector("label").textContent = told.textContent;
  } catch (error) { say(error.message); }
  setTimeout(follow, 1000);
}

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
prepare(document);
follow();
if (location.hash.startsWith("#c")) choose(document.getElementById(location.hash.slice(1)));
