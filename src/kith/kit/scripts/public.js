// Public pages: the way out, the cookie question, how to read.
const way = $("[data-exit]");
if (way) {
  const link = $("a", way), status = $("[data-exit-status]", way);
  let shifts = 0, timer;
  $(".kit-exit__keys", way).hidden = false;
  const wipe = () => $$("form").forEach((form) => {
    form.reset();
    for (const box of form.elements) {
      if (/^(checkbox|radio)$/.test(box.type)) box.checked = false;
      else if ("value" in box && !/^(hidden|submit|button)$/.test(box.type)) box.value = "";
    }
  });
  const leave = () => {
    const blank = document.createElement("div");
    blank.className = "kit-blank";
    blank.setAttribute("role", "alert");
    blank.textContent = "Loading.";
    document.body.append(blank);
    document.body.classList.add("kit-gone");
    document.title = "Loading";
    wipe();
    try { sessionStorage.clear(); } catch { /* a browser without storage keeps nothing to clear */ }
    location.replace(link.href);
  };
  const forget = () => { shifts = 0; clearTimeout(timer); };
  const shifted = () => {
    shifts += 1;
    clearTimeout(timer);
    if (shifts === 3) { forget(); leave(); return; }
    status.textContent = shifts === 1 ? "Shift, press 2 more times to leave this site." : "Shift, press 1 more time to leave this site.";
    timer = setTimeout(() => { forget(); status.textContent = "Leaving by the Shift key has been cancelled."; }, 5000);
  };
  const isOpen = (box) => { try { return box.matches("select:open"); } catch { return false; } };
  const busy = (event) => event.isComposing || event.keyCode === 229 || event.defaultPrevented || $("dialog[open]") || isOpen(event.target) || event.target.closest?.("[role=combobox][aria-expanded=true],[aria-expanded=true][aria-haspopup],[role=menu],[role=listbox]");
  on(link, "click", (event) => { event.preventDefault(); leave(); });
  on(document, "keydown", (event) => {
    if (event.key === "Escape" && !busy(event)) { event.preventDefault(); leave(); }
    else if (event.key === "Shift") { if (!event.repeat) shifted(); }
    else forget();
  });
  on(window, "pageshow", (event) => { if (event.persisted && document.body.classList.contains("kit-gone")) location.reload(); });
}

// The cookie question answers in place; when that fails it says so, and the form still works by itself.
const banner = $("[data-cookie-banner]");
if (banner) {
  const show = (names) => $$("[data-cookie]", banner).forEach((part) => { part.hidden = !names.includes(part.dataset.cookie); });
  const form = $("[data-cookie-form]", banner);
  if (form) on(form, "submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (event.submitter) body.set(event.submitter.name, event.submitter.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Kith-Fetch": "1" } });
      show(answer.ok ? ["saved"] : ["problem", "ask"]);
      const said = $("[data-cookie=saved]", banner);
      if (answer.ok) { said.tabIndex = -1; said.focus(); }
    } catch { show(["problem", "ask"]); }
  });
  $$("[data-cookie-hide]", banner).forEach((button) => { button.hidden = false; on(button, "click", () => { banner.hidden = true; }); });
}

// Reading settings show at once; the server remembers them, and only with consent.
const reading = $("form[data-reading]");
if (reading) on(reading, "change", () => {
  const wish = new FormData(reading), list = document.body.classList;
  list.remove("kit-size-large", "kit-size-larger");
  if (wish.get("size")) list.add(`kit-size-${wish.get("size")}`);
  list.toggle("kit-spacing-wide", !!wish.get("spacing"));
  list.toggle("kit-contrast-high", !!wish.get("contrast"));
});
