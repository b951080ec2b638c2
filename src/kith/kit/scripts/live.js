// Live pages. A stream says that something has changed, never what; the page then fetches itself again, as an ordinary
// logged page, and puts the changed parts in place around whatever somebody is typing. Without this a reload does it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (target, names, act) => names.split(" ").forEach((name) => target.addEventListener(name, act));
const line = $("[data-live]");
const LOST = "Connection lost: what you type is kept on this page; we try again.";
const BACK = "Back: this page is up to date.";
const SLOW = "This page is not live just now: it is checked every 20 seconds.";
const CLASH = "Somebody else has changed this since you began. Saving keeps both texts beside each other; nothing is lost.";
const UNSENT_YET = "Not sent yet: no connection. What you typed is still here, and is sent by itself when this page is live again.";
const UNSENT = "Not sent: no connection. What you typed is still here. Press the button again when this page is live.";

// What is typed. A form with words in it that the server does not know, or with the caret in it, is never touched.
const TYPED = "input:not([type=hidden],[type=submit],[type=button],[type=checkbox],[type=radio]),textarea,select";
const differs = (box) => {
  if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
  if (box.tagName !== "SELECT") return box.type !== "hidden" && box.type !== "submit" && "defaultValue" in box && box.value !== box.defaultValue;
  const options = [...box.options], given = options.filter((option) => option.defaultSelected);
  return given.length || box.multiple ? options.some((option) => option.selected !== option.defaultSelected) : box.selectedIndex > 0;
};
const isTyping = (root) => root.contains(document.activeElement) && document.activeElement.matches(TYPED);
let freed = null;
const isAuto = (form) => form.hasAttribute("data-live-auto");
const isKept = (form) => form !== freed && ([...form.elements].some(differs) || (isTyping(form) && !isAuto(form)));
const versionOf = (form) => form.elements.namedItem("version")?.value;
const said = (form, mark, words) => {
  let place = $(`[${mark}]`, form);
  if (!place) {
    place = document.createElement("p");
    place.className = "kit-live-word";
    place.setAttribute(mark, "");
    place.setAttribute("role", "status");
    form.prepend(place);
  }
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
};
const rescue = (form) => {
  const words = [...form.elements].filter((box) => box.matches("textarea,input:not([type=hidden])") && differs(box)).map((box) => box.value).filter(Boolean);
  if (!words.length) return;
  const box = document.createElement("div"), copy = document.createElement("textarea"), label = document.createElement("label");
  box.className = "kit-live-kept";
  copy.className = "govuk-textarea";
  copy.readOnly = true;
  copy.value = words.join("\n\n");
  copy.id = `kept-${Date.now()}`;
  label.htmlFor = copy.id;
  label.className = "govuk-label govuk-label--s";
  label.textContent = "The place you were typing in has closed. Your words are kept here; copy them before you leave this page.";
  box.append(label, copy);
  line.after(box);
};

// One tree made like another, node by node: what is alike stays the same node, with its caret, its scroll and its open lines.
const OURS = new Set(["style", "data-chosen", "data-sent"]);
const nameOf = (node) => (node.nodeType === 1 ? node.id || node.dataset.liveKey || "" : "");
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && nameOf(a) === nameOf(b);
const attributes = (old, fresh) => {
  const stays = (name) => OURS.has(name) || (name === "open" && old.tagName === "DETAILS") || (name === "hidden" && old.matches("[data-copy],[data-print]"));
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !stays(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (!stays(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
};
// The caret stays where it was in the words, also where words were put in before it; a space just typed is not taken away.
const refill = (box, text) => {
  if (box !== document.activeElement || !box.matches("textarea")) { box.value = text; return; }
  const was = box.value, caret = box.selectionStart;
  if (was.trim() === text.trim()) return;
  let same = 0;
  while (same < caret && was[same] === text[same]) same += 1;
  box.value = text;
  const at = same === caret ? caret : Math.max(same, caret + text.length - was.length);
  box.setSelectionRange(at, at);
};
const fields = (old, fresh) => {
  if (old.tagName === "TEXTAREA" || old.tagName === "INPUT") {
    if (old.type === "checkbox" || old.type === "radio") old.checked = fresh.checked;
    else if (old.type !== "file" && old.value !== fresh.value) refill(old, fresh.value);
  }
  if (old.tagName === "SELECT") [...old.options].forEach((option, n) => { option.selected = !!fresh.options[n]?.selected; });
};
const drop = (node) => {
  if (node.nodeType === 1) [node, ...$$("form", node)].filter((each) => each.tagName === "FORM" && isKept(each)).forEach(rescue);
  node.remove();
};
const inside = (old, fresh) => {
  const named = new Map([...old.children].filter(nameOf).map((one) => [nameOf(one), one]));
  let at = old.firstChild;
  for (const wish of [...fresh.childNodes]) {
    let found = nameOf(wish) ? named.get(nameOf(wish)) : at;
    while (found && !nameOf(wish) && !alike(found, wish)) found = found.nextSibling;
    if (!found || !alike(found, wish)) { old.insertBefore(document.importNode(wish, true), at); continue; }
    named.delete(nameOf(wish));
    // What stands before it goes behind, rather than it forward: moving the node with the caret would lose the caret.
    while (at !== found) { const passed = at; at = at.nextSibling; old.append(passed); }
    at = found.nextSibling;
    morph(found, wish);
  }
  while (at) { const gone = at; at = at.nextSibling; drop(gone); }
};
const morph = (old, fresh) => {
  if (old.nodeType !== 1) { if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue; return; }
  if (old.tagName === "FORM" && isKept(old)) {
    if (versionOf(fresh) && versionOf(fresh) !== versionOf(old) && !old.dataset.sent) {
      said(old, "data-live-clash", CLASH);
      old.dataset.clashing = "1";
    }
    return;
  }
  if (!old.form && old.matches(TYPED) && (old === document.activeElement || differs(old))) return;
  attributes(old, fresh);
  inside(old, fresh);
  fields(old, fresh);
};

let shown = Number(line?.dataset.liveVersion), wanted = shown;
const apply = (html, answered, own = false) => {
  if (answered && !own && Number(answered) < shown) return;  // something newer stands there already
  const fresh = new DOMParser().parseFromString(html, "text/html");
  $$("[data-live-part]").forEach((part) => {
    const next = $(`[data-live-part="${CSS.escape(part.dataset.livePart)}"]`, fresh);
    if (next && !part.isEqualNode(next)) morph(part, next);
  });
  const version = Number(answered ?? $("[data-live]", fresh)?.dataset.liveVersion ?? NaN);
  shown = Number.isNaN(version) ? wanted : own && answered ? version : Math.max(shown, version);
  document.dispatchEvent(new CustomEvent("kith:renewed"));
};

// The line that says how things stand.
let state = "", calm;
const say = (now, words, trouble) => {
  clearTimeout(calm);
  if (now === "live" && state === "lost") { calm = setTimeout(() => say("live", "Live"), 5000); words = BACK; }
  state = now;
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("kit-live--trouble", !!trouble);
  line.dataset.liveState = now;
};
const live = () => {
  if (state === "over") return;
  if (state === "lost") $$("form[data-live-auto]").forEach(soon);
  say("live", "Live");
};
const lost = () => { if (state !== "over") say("lost", LOST, true); };
const over = (words, link) => {
  say("over", words, true);
  if (!link) return;
  const way = document.createElement("a");
  way.href = $("[data-sign-in]")?.dataset.signIn || location.href;
  way.target = "_blank";
  way.className = "govuk-link";
  way.textContent = "Sign in again";
  line.append(" ", way);
};
const signedOut = () => over("You have been signed out. What you typed is kept on this page.", true);

// What the whole room writes is sent by itself: when the typing rests, and when the box is left.
const REST = 1000;
const unsent = (form) => [...form.elements].some((box) => differs(box) && box.value.trim() !== box.defaultValue?.trim());
const sendAuto = (form) => { if (form.isConnected && isAuto(form) && !form.dataset.sent && unsent(form) && form.checkValidity()) form.requestSubmit(); };
const soon = (form) => { clearTimeout(form.resting); form.resting = setTimeout(sendAuto, REST, form); };

// Only what a person does counts as work on the page: a screen left alone does not keep its session awake.
let touched = true;
on(document, "pointerdown pointermove keydown wheel", () => { touched = true; });
const ask = () => {
  const headers = { "X-Kith-Live": shown, ...(touched ? {} : { "X-Kith-Poll": "1" }) };
  touched = false;
  return fetch(location.href, { headers, credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(15000) });
};
let busy = false, again;
const renew = async (always = false) => {
  if (busy || state === "over") return;
  busy = true;
  clearTimeout(again);
  try {
    while (always || wanted > shown) {
      always = false;
      const answer = await ask();
      if (answer.type === "opaqueredirect" || answer.status === 401) { signedOut(); break; }
      if (answer.status === 404) { over("You can no longer see this page."); break; }
      if (!answer.ok) throw new Error(answer.status);
      apply(await answer.text(), answer.headers.get("X-Kith-Version"));
    }
    if (state === "lost" && source?.readyState === 1) live();
  } catch { lost(); again = setTimeout(renew, 1500 + 1500 * Math.random(), true); }
  busy = false;
};

// The stream. It ends by itself when the page is out of sight for ten seconds: a browser has few connections to give.
let source, heardAt = 0, wait = 1000, retry, polling, failed = 0;
const heard = () => { heardAt = Date.now(); wait = 1000; failed = 0; clearInterval(polling); polling = 0; if (wanted <= shown && !busy) live(); };
const hush = () => { clearTimeout(retry); source?.close(); };
const listen = () => {
  hush();
  if (state === "over") return;
  heardAt = Date.now();
  source = new EventSource(line.dataset.live);
  on(source, "version", (event) => { wanted = Math.max(wanted, Number(event.data)); heard(); renew(); });
  on(source, "beat", heard);
  on(source, "over", (event) => { hush(); if (event.data === "signed-out") signedOut(); else over("You can no longer see this page."); });
  on(source, "error", () => {
    if (state === "over" || document.visibilityState === "hidden") return;
    failed += 1;
    if (!polling) lost();
    if (source.readyState !== 2) return;
    wait = Math.min(wait * 1.7, 15000);
    retry = setTimeout(listen, wait * (0.5 + Math.random()));
    if (failed >= 3 && !polling) poll();
  });
};
const poll = async () => {
  await renew(true);
  if (state === "over") return;
  if (!again || !busy) say("slow", SLOW);
  polling = setInterval(() => renew(true), 20000);
};

// Sent without leaving the page. On a lost connection the words stay where they are.
const bodyOf = (form, submitter) => { const given = new URLSearchParams(new FormData(form)); if (submitter?.name) given.append(submitter.name, submitter.value); return given; };
const takeVersion = (form, html) => {
  const fresh = form.id && new DOMParser().parseFromString(html, "text/html").getElementById(form.id);
  if (!fresh) return;
  [...form.elements].filter((box) => box.type === "hidden").forEach((box) => { box.value = fresh.elements.namedItem(box.name)?.value ?? box.value; });
  form.toggleAttribute("data-live-auto", isAuto(fresh));
  form.dataset.draft = fresh.dataset.draft ?? form.dataset.draft;
};
const send = async (form, submitter) => {
  const body = bodyOf(form, submitter), answer = await fetch(submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-Kith-Live": shown }, credentials: "same-origin", signal: AbortSignal.timeout(20000) });
  const there = new URL(answer.url);
  if (answer.redirected && there.pathname.startsWith("/sign-in/")) { signedOut(); return false; }
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  if (answer.ok && there.pathname !== location.pathname && answer.redirected) { location.assign(answer.url); return true; }
  const html = await answer.text(), wentOn = String(bodyOf(form, submitter)) !== String(body);
  said(form, "data-live-unsent", "");
  if (answer.ok) { said(form, "data-live-clash", ""); delete form.dataset.clashing; }
  if (wentOn) { if (answer.ok) takeVersion(form, html); } else freed = form;
  const place = document.activeElement?.id;
  apply(html, answer.headers.get("X-Kith-Version"), true);
  freed = null;
  renew();
  if (answer.ok && place && document.activeElement === document.body) document.getElementById(place)?.focus({ preventScroll: true });
  if (answer.status === 422) { const summary = $(".govuk-error-summary"); if (summary) { summary.tabIndex = -1; summary.focus(); } }
  return answer.ok && !wentOn;
};
if (line) {
  on(document, "submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-live-send]") || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    let done = false;
    try { done = await send(form, event.submitter); } catch { said(form, "data-live-unsent", isAuto(form) ? UNSENT_YET : UNSENT); }
    delete form.dataset.sent;
    if (isAuto(form) && !done && unsent(form) && state === "live") soon(form);
    form.dispatchEvent(new CustomEvent("kith:answered", { detail: done }));
  });
  on(document, "input", (event) => { const { form } = event.target; if (form && isAuto(form)) soon(form); });
  on(document, "focusout", (event) => { const { form } = event.target; if (form && isAuto(form)) sendAuto(form); });
  on(document, "keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.matches("[data-live-send]") && event.target.form.requestSubmit(); });
  setInterval(() => { if (document.visibilityState === "visible" && state !== "over" && Date.now() - heardAt > 40000) { lost(); listen(); } }, 5000);
  on(window, "online", () => { listen(); renew(); });
  on(window, "offline", lost);
  let hiding;
  on(document, "visibilitychange", () => {
    clearTimeout(hiding);
    if (document.visibilityState === "hidden") hiding = setTimeout(hush, 10000);
    else if (!source || source.readyState === 2) listen();
  });
  on(window, "pagehide", hush);
  on(window, "pageshow", (event) => { if (event.persisted) { listen(); renew(true); } });
  listen();
}
