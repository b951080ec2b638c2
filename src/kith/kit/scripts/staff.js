// Staff pages: drafts, clocks, keys, tables.
const span = (ms) => {
  const s = Math.floor(Math.abs(ms) / 1000), m = Math.floor(s / 60) % 60, h = Math.floor(s / 3600) % 24, d = Math.floor(s / 86400);
  const days = `${d} day${d === 1 ? "" : "s"}`;
  if (s < 60) return `${s} s`;
  if (d) return h && d < 7 ? `${days} ${h} h` : days;
  return [h && `${h} h`, m && `${m} min`].filter(Boolean).join(" ");
};

// Drafts. Only what changed is sent; nothing typed is ever thrown away, whatever the answer.
class Draft {
  constructor(form) {
    this.form = form;
    this.kept = this.values();
    this.savedAt = 0;
    this.trouble = false;
    this.line = $("[data-draft-status]", form) || $("[data-draft-status]");
    const soon = after(2000, () => this.save());
    on(form, "input change", soon);
    on(form, "submit", () => { setTimeout(() => { this.sent = !!form.dataset.sent; }); setTimeout(() => { this.sent = false; }, 10000); });
    on(window, "pageshow", () => { this.sent = false; });
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.save(true));
    on(window, "pagehide", () => this.save(true));
    on(window, "online", () => this.save());
    on(window, "beforeunload", (event) => { if (this.trouble && !this.sent && this.changed().size) event.preventDefault(); });
    setInterval(() => this.save(), 3000);
    on(form, "kith:answered", (event) => { this.sent = false; if (event.detail) { this.kept = this.values(); this.savedAt = 0; } });
    setInterval(() => this.tell(), 1000);
  }
  values() {
    const found = new Map();
    for (const box of this.form.elements) if (box.name && !/^(csrfmiddlewaretoken)$/.test(box.name) && box.type !== "file" && box.type !== "submit") found.set(box.name, []);
    for (const [name, value] of new FormData(this.form)) if (found.has(name) && typeof value === "string") found.get(name).push(value);
    return found;
  }
  changed() {
    const now = this.values();
    for (const [name, list] of now) if (JSON.stringify(list) === JSON.stringify(this.kept.get(name))) now.delete(name);
    return now;
  }
  token() { return this.form.elements.csrfmiddlewaretoken; }
  renewed() {
    const fresh = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1];
    if (!fresh || !this.token() || fresh === this.token().value) return false;
    this.token().value = fresh;
    return true;
  }
  async save(leaving = false) {
    const changed = this.changed();
    if (!changed.size || this.sent || (this.busy && !leaving)) return;
    this.busy = true;
    try {
      let answer = await this.send(changed, leaving);
      if (answer.status === 403 && this.renewed()) answer = await this.send(changed, leaving);
      this.settle(answer, changed);
    } catch { this.fail("Not saved yet: no connection"); }
    this.busy = false;
  }
  send(changed, leaving) {
    const body = new URLSearchParams();
    for (const [name, list] of changed) for (const value of list.length ? list : [""]) body.append(name, value);
    const headers = { "X-CSRFToken": this.token()?.value || "", "X-Kith-Draft": "1" };
    return fetch(this.form.dataset.draft, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", keepalive: leaving && String(body).length < 60000 });
  }
  settle(answer, changed) {
    if (answer.ok) {
      for (const [name, list] of changed) this.kept.set(name, list);
      this.savedAt = Date.now();
      this.trouble = false;
      this.tell();
    } else if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") this.signedOut();
    else this.fail("Not saved yet: trying again");
  }
  fail(words) {
    this.trouble = true;
    if (this.line && this.line.textContent !== words) { this.line.setAttribute("role", "alert"); this.line.textContent = words; }
    this.line?.classList.add("kit-draft-status--trouble");
  }
  signedOut() {
    this.fail("You have been signed out. What you typed is kept: ");
    if (!this.line || $("a", this.line)) return;
    const link = document.createElement("a");
    link.href = $("[data-sign-in]")?.dataset.signIn || location.href;
    link.target = "_blank";
    link.className = "govuk-link";
    link.textContent = "sign in again";
    this.line.append(link);
  }
  tell() {
    if (!this.line || this.trouble || !this.savedAt) return;
    this.line.classList.remove("kit-draft-status--trouble");
    this.line.removeAttribute("role");
    const passed = Date.now() - this.savedAt;
    this.line.textContent = passed < 2000 ? "Saved just now" : `Saved ${span(passed)} ago`;
  }
}
const keepDrafts = () => $$("form[data-draft]").forEach((form) => { form.keptDraft ??= new Draft(form); });
keepDrafts();
on(document, "kith:renewed", keepDrafts);

// What a form kept on this device (keeping.js) goes after 24 hours.
try { for (const n of Object.keys(localStorage)) if (n.startsWith("kith-kept:") && !(Date.now() - JSON.parse(localStorage[n]).at < 864e5)) delete localStorage[n]; } catch { /* closed to us */ }

// A form that looks something up while it is typed: the answer is a fragment of a page, put beside the form.
$$("form[data-look-up]").forEach((form) => {
  let asked = "";
  on(form, "input change", after(900, async () => {
    const body = new URLSearchParams(new FormData(form)), into = document.getElementById(form.dataset.lookUpInto);
    if (!into || String(body) === asked) return;
    asked = String(body);
    try {
      const answer = await fetch(form.dataset.lookUp, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (answer.ok) into.innerHTML = await answer.text();
    } catch { asked = ""; }
  }));
});

// Clocks keep counting while the page is open, by the server's time and not this computer's.
const due = $("time[data-now]"), skew = due ? new Date(due.dataset.now) - Date.now() : 0;
const tick = () => $$("time[data-due]").forEach((time) => {
  const left = new Date(time.dateTime) - Date.now() - skew, clock = time.closest(".kit-clock");
  if (left > 0) {
    time.textContent = time.textContent.replace(/\(.*left\)/, `(${span(left)} left)`);
    if (left < 72e5) clock?.classList.replace("kit-clock--today", "kit-clock--soon");
    return;
  }
  time.textContent = `Overdue by ${span(left)}`;
  if (clock) { clock.classList.remove("kit-clock--soon", "kit-clock--today", "kit-clock--later"); clock.classList.add("kit-clock--overdue"); $(".kit-clock__flag", clock)?.remove(); }
});
tick();
setInterval(tick, 20000);

// Keys. Off while typing, and off altogether for those who say so in the list of keys.
const keys = $("[data-keys]"), off = "kith-keys-off";
const quiet = () => { try { return localStorage.getItem(off) === "1"; } catch { return false; } };
const typing = (event) => event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.target.closest?.("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable],dialog[open]");
const showKeys = () => { if (keys && !keys.open) keys.showModal(); };
$$("[data-open-keys]").forEach((button) => { button.hidden = false; on(button, "click", showKeys); });
const choice = keys && $("[data-keys-off]", keys);
if (choice) {
  choice.checked = quiet();
  on(choice, "change", () => { try { localStorage.setItem(off, choice.checked ? "1" : "0"); } catch { choice.checked = false; } });
}
const queue = $("[data-queue]");
const rows = () => (queue ? $$($("[data-row]", queue) ? "[data-row]" : "tbody tr", queue).filter((row) => row.offsetParent) : []);
const move = (step) => {
  const list = rows(), at = list.findIndex((row) => row.hasAttribute("data-chosen"));
  const row = list[Math.max(0, Math.min(list.length - 1, at + step))];
  if (!row) return;
  list.forEach((each) => each.removeAttribute("data-chosen"));
  row.setAttribute("data-chosen", "");
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};
const open = () => {
  const row = rows().find((each) => each.hasAttribute("data-chosen"));
  const url = row && (row.dataset.href || $("a[href]", row)?.href);
  if (url) location.assign(url);
  return !!url;
};
const press = (key) => {
  const chosen = queue && $(`[data-chosen] [data-key="${CSS.escape(key)}"]`, queue);
  const target = chosen || $$(`[data-key="${CSS.escape(key)}"]`).find((each) => each.offsetParent && !each.disabled && !each.closest("[data-row],[data-queue] tr"));
  target?.click();
  return !!target;
};
on(document, "keydown", (event) => {
  if (typing(event) || quiet() && event.key !== "?") return;
  const act = { "?": () => { showKeys(); return true; }, "/": () => { const box = $("#site-search"); box?.focus(); return !!box; },
    j: () => queue && (move(1), true), k: () => queue && (move(-1), true), Enter: () => event.target.matches("[data-chosen]") && open() }[event.key];
  if (act ? act() : event.key.length === 1 && press(event.key)) event.preventDefault();
});

// Tables that sort: a button in each heading; numbers and texts, the empty last.
const worth = (cell, kind) => { const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim(); return kind === "number" ? (parseFloat(text.replace(/,/g, "")) || (/\d/.test(text) ? 0 : Infinity)) : text.toLowerCase(); };
const sortBy = (table, head) => {
  const up = head.getAttribute("aria-sort") !== "ascending", kind = head.dataset.sort, at = head.cellIndex, body = table.tBodies[0];
  $$("th[aria-sort]", table).forEach((each) => each.setAttribute("aria-sort", "none"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const compare = (a, b) => { const x = worth(a.cells[at], kind), y = worth(b.cells[at], kind); return (kind === "number" ? x - y || 0 : x.localeCompare(y, "en-GB")) * (up ? 1 : -1); };
  body.append(...[...body.rows].sort(compare));
};
$$("table[data-sortable]").forEach((table) => $$("th[data-sort]", table).forEach((head) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kit-sort";
  button.append(...head.childNodes);
  head.append(button);
  if (!head.hasAttribute("aria-sort")) head.setAttribute("aria-sort", "none");
  on(button, "click", () => sortBy(table, head));
}));
