"""A form on a phone whose signal is lost half-way: what was typed stays on the phone, encrypted, and is sent once."""

from __future__ import annotations

import pytest

from kith.authority.models import Draft
from kith.instruments.models import Receipt

FORM = "/tools/vist/2/try/"
ONCE = {"nature": "domestic", "what_happened": "Shouting heard from the street; the door was broken in.",
        "weapon": "no", "home": "fine", "adults_0_name": "Kayleigh", "adult_worry": "violent",
        "other_children__why": "none", "told": "yes"}
CHILD = {"seen": "yes", "spoken": "alone", "words": "I hid in the cupboard with Bear", "demeanour": "frightened",
         "hurt": "no", "school": "Ashbrook Primary", "safe_now": "yes", "grade": "amber", "grade_why": "Frightened."}
SECOND = {"seen": "no", "not_seen": "colleague", "school__why": "none", "safe_now": "yes", "grade": "amber",
          "grade_why": "A baby in the same home."}
KEPT = "Object.entries(localStorage).filter(([name]) => name.startsWith('kith-kept:')).map(([, text]) => text)"


@pytest.fixture
def officer(visit):
    """Somebody with a phone, at the form."""
    phone = visit("administrator", width=375)
    phone.go(FORM)
    return phone


def of(key: str, answers: dict[str, str]) -> dict[str, str]:
    return {f"{key}-{name}": value for name, value in answers.items()}


def status(phone) -> str:
    return phone.page.locator("[data-draft-status]").inner_text()


def test_the_signal_is_lost_half_way_and_the_form_is_sent_once(officer):
    officer.fill(ONCE | of("first", CHILD))
    assert officer.page.locator(".kit-reached").first.inner_text().startswith("By these answers: Amber.")
    officer.context.set_offline(True)
    officer.fill(of("second", SECOND))
    officer.page.get_by_text("Kept on this phone; will be saved when there is signal").wait_for()
    officer.page.get_by_role("button", name="Try it").click()
    officer.page.get_by_text("Kept on this phone; will be sent when there is signal").wait_for()
    on_the_phone = officer.page.evaluate(KEPT)
    assert len(on_the_phone) == 1
    assert "cupboard" not in on_the_phone[0] and "Kayleigh" not in on_the_phone[0]
    officer.trouble.clear()  # the browser says that requests failed: that is what was asked of it
    officer.context.set_offline(False)
    officer.page.wait_for_url("**/tools/vist/2/")
    officer.look()
    assert "First child: given Amber and by the rules Amber. Second child: given Amber and by the rules Amber." in (
        officer.text)
    assert officer.page.evaluate(KEPT) == []
    assert Receipt.objects.using("owner").count() == 1
    assert Draft.objects.using("owner").count() == 0
    officer.measured("A screening of two children, on a telephone", at_most=240)


def test_what_the_server_never_had_comes_back_from_the_phone_and_is_mended_there(officer):
    officer.context.set_offline(True)
    officer.fill({"what_happened": "Nobody else has read this yet", "weapon": "no"} | of("first", {"seen": "yes"}))
    officer.page.get_by_text("Kept on this phone").wait_for()
    assert Draft.objects.using("owner").count() == 0
    officer.page.on("dialog", lambda dialog: dialog.accept())
    officer.page.goto("about:blank")  # the telephone put the page away while there was no signal
    officer.context.set_offline(False)
    officer.page.goto(officer.base + FORM)
    officer.page.get_by_text("Back from this phone: what you typed before the signal went").wait_for()
    assert officer.page.locator("[name=first-spoken]").first.is_visible()
    officer.fill({"first-school": "Ashbrook Primary"})
    officer.page.locator("[data-draft-status]", has_text="Saved").wait_for()
    officer.trouble.clear()
    assert officer.page.evaluate(KEPT) == []
    officer.page.get_by_role("button", name="Try it").click()
    officer.page.get_by_text("There is a problem").wait_for()
    officer.look()
    assert "First child: Answer “Did you speak with the child?”" in officer.text
    assert officer.page.locator("[name=what_happened]").input_value() == "Nobody else has read this yet"
    assert sum(len(part) for part in first_load(officer)) < 150_000


def first_load(phone) -> list[bytes]:
    """The page, its style sheet and its script, as they go over the wire."""
    found = []
    for path in (FORM, "/static/kith.css", "/static/kith.js", "/static/asking.js"):
        answer = phone.context.request.get(phone.base + path, headers={"Accept-Encoding": "gzip"})
        length = int(answer.headers.get("content-length") or 0)
        found.append(b" " * (length or len(answer.body())))
    return found


def test_the_form_works_without_scripts(visit):
    plain = visit("administrator", width=375, java_script_enabled=False)
    plain.go(FORM)
    assert "Only when “Did you see the child?” is Yes" in plain.text
    plain.fill(ONCE | of("first", CHILD))
    plain.press("Save and finish later")
    assert plain.path == "/tools/"
    plain.go(FORM)
    assert "From your draft" in plain.text
    plain.fill(of("second", SECOND))
    plain.press("Try it")
    assert "Tried, nothing kept." in plain.text


def test_what_a_phone_kept_is_gone_after_a_day(officer):
    officer.page.evaluate("""() => { for (const [name, hours] of [['old', 25], ['new', 23]])
        localStorage.setItem(`kith-kept:${name}`, JSON.stringify({at: Date.now() - hours * 36e5})); }""")
    officer.go("/tools/")
    assert officer.page.evaluate("Object.keys(localStorage)") == ["kith-kept:new"]
