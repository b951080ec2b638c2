// What both faces share. The page works without any of this.

// The error summary takes the keyboard, and its links put it into the input.
const summary = $(".govuk-error-summary");
if (summary) {
  summary.focus();
  on(summary, "click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    (input.closest("fieldset") || input.labels?.[0] || input).scrollIntoView();
    input.focus({ preventScroll: true });
  });
}
$$(".govuk-notification-banner[role=alert]").forEach((banner) => { banner.tabIndex = -1; if (!summary) banner.focus(); });

// Writing room grows with the writing.
const grow = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`; };
$$("textarea[data-autogrow]").forEach((box) => { if (box.value) grow(box); on(box, "input", () => grow(box)); });

// How many characters are left, said once typing rests.
$$("[data-count-for]").forEach((line) => {
  const box = document.getElementById(line.dataset.countFor);
  const limit = Number(box.dataset.limit);
  const tell = () => {
    const left = limit - box.value.length;
    const many = Math.abs(left).toLocaleString("en-GB") + (Math.abs(left) === 1 ? " character" : " characters");
    line.textContent = left < 0 ? `You have ${many} too many` : `You have ${many} left`;
    line.classList.toggle("govuk-error-message", left < 0);
  };
  line.setAttribute("aria-live", "polite");
  if (box.value) tell();
  on(box, "input", after(600, tell));
});

// A second press within three seconds sends nothing twice; the back button finds the form ready again.
on(document, "submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 3000);
});
on(window, "pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A link that looks like a button answers to the space bar as buttons do.
on(document, "keydown", (event) => {
  if (event.key === " " && event.target.matches?.("a[role=button]")) { event.preventDefault(); event.target.click(); }
});

// Copy and print, shown only where they can work.
if (navigator.clipboard) $$("[data-copy]").forEach((button) => {
  const words = button.textContent;
  button.hidden = false;
  on(button, "click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 3000);
  });
});
$$("[data-print]").forEach((button) => { button.hidden = false; on(button, "click", () => window.print()); });

// Paper shows what is behind a line.
on(window, "beforeprint", () => $$("details:not([open])").forEach((box) => { box.open = true; box.dataset.forPrint = "1"; }));
on(window, "afterprint", () => $$("details[data-for-print]").forEach((box) => { box.open = false; delete box.dataset.forPrint; }));

// Says so when there is no connection.
const offline = () => $$("[data-offline]").forEach((line) => { line.hidden = navigator.onLine; });
on(window, "online offline", offline);
offline();
