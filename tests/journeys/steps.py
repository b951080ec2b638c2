"""Steps that several journeys take: each by the pages that do it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.journeys.visitor import Visitor


def opens_from_the_queue(hub: Visitor, name: str) -> str:
    """My work, then the child of that name; returns the contact's path."""
    hub.go("/work/")
    hub.press(re.compile(f"^{name}"))
    found = re.match(r"/contacts/[0-9a-f-]+/", hub.path)
    assert found, hub.path
    return found.group(0)


def takes_and_grades(hub: Visitor, grade: str, reason: str) -> None:
    hub.press("Grade it red, amber or green")
    hub.fill({"grade": grade, "reason": reason})
    hub.press("Save the grade")


def asks(hub: Visitor, contact: str, family_told: str, picture: str = "") -> None:
    """The partners are asked, in words and on grounds that stand there already."""
    hub.press("Ask the partners what they know")
    hub.fill({"family_told": family_told})
    if picture:
        hub.picture(picture)
    hub.press("Send the question")
    assert hub.path == contact


def knows_nothing(partner: Visitor, picture: str = "") -> None:
    """Nothing known, by its key, on the agency's own queue."""
    partner.go("/questions/")
    if picture:
        partner.picture(picture)
    partner.effort.clear()
    partner.key("j")
    partner.key_to("n")
    assert "nothing known" in partner.text.lower()


def answers(partner: Visitor, text: str, means: str) -> None:
    partner.go("/questions/")
    partner.key("j")
    partner.key_to("a")
    partner.fill({"text": text, "means": means})
    partner.press("Send the answer")


def puts_together(worker: Visitor, contact: str, held: str, picture: str) -> None:
    """The joint picture, written with the partners' answers beside it."""
    worker.go(contact)
    worker.press("Write the joint picture")
    assert held in worker.text
    worker.fill({"text": picture})
    worker.press("Save the picture")


def gives_position(partner: Visitor, contact: str, proposes: str) -> None:
    partner.go(contact)
    partner.press(re.compile("osition"))
    partner.fill({"view": "agree", "proposes": proposes})
    partner.press("Give this position")


def decides(worker: Visitor, answers: Mapping[str, object], *, voice: Mapping[str, object] | None = None) -> None:
    """From the contact's page: the history, where there is one, then one decision. `voice`: what the words changed."""
    worker.press(re.compile("Read the history|^Decide for"))
    if worker.path.endswith("/history/"):
        worker.press("Go on to decide")
    worker.fill(answers)
    if voice:
        worker.page.locator("[name=voice]").first.check()
        worker.fill(voice)
    worker.press("Save the decision")
    assert "There is a problem" not in worker.text, worker.text


def types_the_call(screener: Visitor, caller: Mapping[str, str], child: Mapping[str, str],
                   choices: Mapping[str, str], *, source: str, agency: str = "", save: bool = True) -> None:
    """A telephone call by keyboard alone, in the order of the page; the mouse is never touched."""
    screener.go("/contacts/phone/")
    screener.type(source)
    types(screener, caller)
    if agency:
        screener.tab_to("Rings for an agency, or rang earlier")
        screener.key("Enter")
        screener.tab_to("agency")
        screener.type(agency)
    types(screener, child)
    if save:
        chooses_and_saves(screener, choices)


def chooses_and_saves(screener: Visitor, choices: Mapping[str, str]) -> None:
    """The last questions of the call by the arrow keys, then its one button."""
    for name, value in choices.items():
        screener.tab_to(name)
        screener.choose(value)
    screener.tab_to("Save the call")
    screener.key_to("Enter")
    assert screener.path.startswith("/contacts/") and "phone" not in screener.path, screener.text


def types(screener: Visitor, words: Mapping[str, str]) -> None:
    for name, text in words.items():
        screener.tab_to(name)
        screener.type(text)
