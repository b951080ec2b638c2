// Forms made of questions: a question whose conditions do not hold is put away, and what the answers reach by the form's
// rules is said at once. Without this every question shows, and the server asks for no more than it needs.
class Asking {
  constructor(form) {
    this.form = form;
    this.rows = new Map($$("[data-question]", form).map((row) => [row.dataset.question, row]));
    on(form, "input change", (event) => { this.clear(event.target); this.tell(); });
    this.tell();
  }
  clear(box) {
    const row = box.closest("[data-question]"), why = row && $("[data-why-not]", row);
    if (why && !why.contains(box) && box.value) $$("input", why).forEach((each) => { each.checked = false; });
  }
  answer(name) {
    const row = this.rows.get(name), given = (key) => this.given.getAll(key).filter((text) => text.trim());
    if (!row || row.hidden) return [];
    let found = given(name);
    if (row.dataset.kind === "date") { found = ["day", "month", "year"].flatMap((part) => given(`${name}_${part}`)); if (found.length < 3) found = []; }
    if (row.dataset.kind === "people") found = [...Array(20).keys()].flatMap((at) => given(`${name}_${at}_name`));
    return found.length || !row.dataset.fact ? found : JSON.parse(row.dataset.fact);
  }
  holds(each) {
    const found = this.answer(each.name);
    if (!found.length || each.any && !found.some((code) => each.any.includes(code)) || each.none && found.some((code) => each.none.includes(code))) return false;
    const size = this.rows.get(each.name).dataset.kind === "number" ? Number(found[0]) : found.length;
    return (each.least === undefined || size >= each.least) && (each.most === undefined || size <= each.most);
  }
  met(rule) {
    return rule.when.every((each) => this.holds(each)) && (!rule.yes.length || rule.yes.filter((name) => this.answer(name)[0] === "yes").length >= rule.least);
  }
  tell() {
    this.given = new FormData(this.form);
    for (const row of this.rows.values()) if (row.dataset.asked) row.hidden = !JSON.parse(row.dataset.asked).every((each) => this.holds(each));
    $$("[data-rules]", this.form).forEach((line) => {
      const rule = JSON.parse(line.dataset.rules).find((each) => this.met(each)), words = rule ? `By these answers: ${rule.grade}. ${rule.because}` : "";
      if (line.textContent !== words) line.textContent = words;
      line.hidden = !rule;
    });
  }
}
$$("form[data-ask]").forEach((form) => new Asking(form));
