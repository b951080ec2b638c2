// Forms that must outlive a lost signal. Only what this writer typed and the server does not have yet is kept, encrypted
// with a key that the page brings and the device never stores; it goes on receipt, and after 24
// hours whichever page of the site comes next (staff.js).
const SHELF = "kith-kept:", encode = (bytes) => btoa(String.fromCharCode(...bytes)), decode = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const shelf = (() => { try { localStorage.getItem(SHELF); return localStorage; } catch { return null; } })();

class Keeper {
  constructor(form) {
    this.form = form;
    this.draft = form.keptDraft;
    ({ name: this.name, keys: this.keys } = JSON.parse(form.dataset.keep));
    this.works = !!(shelf && crypto.subtle);
    this.wanted = this.done = this.safe = false;
    this.join();
    on(form, "input change", after(300, () => this.keep()));
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && this.keep());
    on(form, "submit", (event) => { if (event.submitter?.name) return; event.preventDefault(); this.send(); });
    on(window, "online", () => this.wanted && this.send());
    setInterval(() => this.wanted && this.send(), 10000);
    this.restore();
  }
  // The draft on the server goes on as before; what it has, the device need not keep.
  join() {
    const { save, settle, fail } = this.draft;
    this.draft.save = (leaving) => this.wanted || this.done ? undefined : save.call(this.draft, leaving);
    this.draft.settle = (answer, changed) => { settle.call(this.draft, answer, changed); if (answer.ok && !this.draft.changed().size && !this.wanted) this.wipe(); };
    this.draft.fail = (words) => fail.call(this.draft, this.safe && words.startsWith("Not saved") ? "Kept on this phone; will be saved when there is signal" : words);
  }
  key(day) { return crypto.subtle.importKey("raw", decode(this.keys[day]), "AES-GCM", false, ["encrypt", "decrypt"]); }
  async keep() {
    if (!this.works || this.done || !this.wanted && !this.draft.changed().size) return;
    try {
      const day = Object.keys(this.keys).sort().pop(), iv = crypto.getRandomValues(new Uint8Array(12));
      const words = new TextEncoder().encode(JSON.stringify([...this.draft.values()]));
      const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key(day), words));
      let text = "";
      for (let at = 0; at < data.length; at += 30000) text += String.fromCharCode(...data.subarray(at, at + 30000));
      if (this.done || !this.wanted && !this.draft.changed().size) return;
      shelf.setItem(SHELF + this.name, JSON.stringify({ at: Date.now(), day, iv: encode(iv), data: btoa(text), send: this.wanted }));
      this.safe = true;
    } catch { this.safe = false; }
  }
  wipe() { shelf?.removeItem(SHELF + this.name); this.safe = false; }
  async restore() {
    const kept = this.works && JSON.parse(shelf.getItem(SHELF + this.name) || "null");
    if (!kept || this.form.hasAttribute("data-given")) return;
    try {
      const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: decode(kept.iv) }, await this.key(kept.day), decode(kept.data));
      this.fill(new Map(JSON.parse(new TextDecoder().decode(words))));
      this.safe = true;
      this.say("Back from this phone: what you typed before the signal went");
      if (kept.send) this.send();
    } catch { this.wipe(); }
  }
  fill(values) {
    for (const box of this.form.elements) {
      const list = values.get(box.name);
      if (!list || box.name === "csrfmiddlewaretoken") continue;
      if (box.type === "checkbox" || box.type === "radio") box.checked = list.includes(box.value);
      else if (box.type !== "submit") box.value = list[0] ?? "";
    }
    this.form.dispatchEvent(new Event("input"));
  }
  say(words) {
    const line = this.draft.line;
    if (!line) return;
    this.draft.savedAt = 0;
    line.classList.toggle("kit-draft-status--trouble", this.wanted);
    if (line.textContent !== words) line.textContent = words;
  }
  async send() {
    this.wanted = true;
    await this.keep();
    if (this.busy) return;
    this.busy = true;
    // A draft on its way must not arrive after the answers themselves.
    for (let turn = 0; this.draft.busy && turn < 40; turn += 1) await new Promise((done) => { setTimeout(done, 50); });
    if (navigator.onLine && !this.out) this.say("Sending");
    try { await this.answered(await this.post()); } catch { this.wait(); }
    this.busy = false;
  }
  post() {
    const body = new URLSearchParams(new FormData(this.form)), headers = { "X-Kith-Send": "1", "X-CSRFToken": this.draft.token()?.value || "" };
    return fetch(this.form.action, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(20000) });
  }
  async answered(answer) {
    if (answer.status === 403 && this.draft.renewed()) return this.answered(await this.post());
    if (answer.ok) {
      const { next } = await answer.json();
      this.leave();
      this.wipe();
      return location.assign(next);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) { this.out = true; return this.draft.signedOut(); }
    if (answer.status >= 500) return this.wait();
    // Something is to be mended: the same form goes the plain way, so that the page itself says what.
    this.wanted = false;
    await this.keep();
    this.leave();
    HTMLFormElement.prototype.submit.call(this.form);
  }
  leave() { this.done = this.draft.sent = true; }
  wait() { this.out = false; this.say(this.safe ? "Kept on this phone; will be sent when there is signal" : "Not sent yet: no connection. Keep this page open"); }
}
$$("form[data-keep]").forEach((form) => new Keeper(form));
