"""One person at a screen: fills in forms by name, presses what the page offers, looks at every page with axe, and
counts the work of the hands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("KITH_PICTURES") or ROOT / "var" / "pictures")
TIMES = ROOT / "var" / "journey-times.txt"
KEY, POINT, THINK = 0.28, 1.1, 1.35  # seconds; Card, Moran and Newell 1980: keystroke-level model, average typist
FOCUSED = "n => [document.activeElement.name, document.activeElement.innerText?.trim()].includes(n)"
EXPECTED = ("401", "404", "422")  # answers that the journeys ask for on purpose; the browser writes them to its console


@dataclass
class Effort:
    """The work of the hands and the head on one task: keys pressed, things pointed at, questions thought about."""

    keys: int = 0
    points: int = 0
    thoughts: int = 0

    @property
    def seconds(self) -> float:
        """How long it takes an average typist (40 words a minute) who thinks before each question and press."""
        return self.keys * KEY + self.points * POINT + self.thoughts * THINK

    def clear(self) -> None:
        """A new task begins."""
        self.keys = self.points = self.thoughts = 0


class Visitor:
    """Collects what goes wrong behind the page; looks at each page with axe."""

    def __init__(self, context: BrowserContext, base: str, *, has_scripts: bool = True) -> None:
        self.context, self.base, self.has_scripts = context, base, has_scripts
        self.page: Page = context.new_page()
        self.effort = Effort()
        self.trouble: list[str] = []
        self.page.on("console", lambda m: self.trouble.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.trouble.append(str(e)))
        self.page.on("request", self.only_here)

    def only_here(self, request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.trouble.append(f"a request to another host: {request.url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.look()
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base)

    @property
    def text(self) -> str:
        """What stands on the page, as read."""
        return self.page.locator("body").inner_text()

    @property
    def clocks(self) -> str:
        """Every clock on the page, a line each: its words, then the exact time that stands behind them."""
        read = "all => all.map(c => c.innerText + ' = ' + (c.querySelector('time')?.title ?? '')).join('\\n')"
        return self.page.locator(".kit-clock").evaluate_all(read)

    def status_of(self, path: str) -> int:
        """The answer to a GET with this visitor's cookies, without leaving the page."""
        return self.context.request.get(self.base + path).status

    def body_of(self, path: str) -> str:
        return self.context.request.get(self.base + path).text()

    def look(self) -> None:
        """axe (where scripts may run), no sideways scroll, one h1, nothing in the console."""
        assert self.page.locator("h1").count() == 1, self.path
        noise = [t for t in self.trouble if not any(code in t for code in EXPECTED)]
        assert not noise, noise
        if self.has_scripts:
            self.judge()

    def judge(self) -> None:
        found = Axe().run(self.page, options={"resultTypes": ["violations"]})
        assert not found.response["violations"], f"{self.path}\n{found.generate_report()}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), self.path

    def fill(self, answers: Mapping[str, object]) -> None:
        """Answer the form's questions by the names of their fields; a date fills its three boxes."""
        for name, value in answers.items():
            if isinstance(value, date):
                parts = {"day": value.day, "month": value.month, "year": value.year}
                self.fill({f"{name}_{part}": str(number) for part, number in parts.items()})
            else:
                self.answer(self.page.locator(f'[name="{name}"]:not([type=hidden])'), str(value))

    def answer(self, box: Locator, value: str) -> None:
        """One question, in the way its kind of box is answered."""
        self.stop()
        kind = box.first.evaluate("b => b.type || b.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            box.and_(self.page.locator(f'[value="{value}"]')).check()
        elif kind.startswith("select"):
            box.select_option(value)
        else:
            self.effort.keys += len(value)
            box.fill(value)

    def stop(self) -> None:
        """Think what comes next and point at it."""
        self.effort.points += 1
        self.effort.thoughts += 1

    def open(self, summary: str) -> None:
        """Open what stands folded behind a line."""
        self.stop()
        self.page.locator("summary", has_text=summary).first.click()

    def press(self, name: str | re.Pattern[str]) -> Page:
        """Press a button or follow a link by its words, then look at what comes."""
        button, link = (self.page.get_by_role(role, name=name) for role in ("button", "link"))
        self.stop()
        button.or_(link).first.click()
        return self.arrived()

    def key(self, *keys: str) -> None:
        """Press keys one after another, wherever the focus is."""
        for key in keys:
            self.effort.keys += 1
            self.page.keyboard.press(key)

    def key_to(self, key: str) -> Page:
        """Press the key that leads to another page, then look at what comes."""
        with self.page.expect_navigation():
            self.key(key)
        return self.arrived()

    def type(self, text: str) -> None:
        """Type into what has the focus, letter by letter."""
        self.effort.keys += len(text)
        self.page.keyboard.type(text)

    def tab_to(self, name: str, most: int = 40) -> None:
        """Go on by the Tab key until the field or button of that name, or with those words, has the focus."""
        self.effort.thoughts += 1
        for _ in range(most):
            if self.page.evaluate(FOCUSED, name):
                return
            self.key("Tab")
        raise AssertionError(f"the Tab key does not reach {name!r}")

    def choose(self, value: str) -> None:
        """In the group of radio buttons that has the focus: move to this answer by the arrow keys and take it."""
        for _ in range(6):
            if self.page.evaluate("v => document.activeElement.value === v", value):
                return self.key("Space")
            self.key("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {value!r}")

    def arrived(self) -> Page:
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def measured(self, task: str, *, at_most: float) -> None:
        """The task is done: its time by the keystroke-level model is written down, and must keep its mark (seconds)."""
        took = self.effort
        TIMES.parent.mkdir(exist_ok=True)
        with TIMES.open("a") as file:
            file.write(f"{task}: {took.seconds:.0f} s ({took.keys} keys, {took.points} pointings, "
                       f"{took.thoughts} thoughts)\n")
        assert took.seconds < at_most, (task, took)

    def picture(self, name: str, *, scroll_to: str = "") -> None:
        """What the screen shows (not the whole page), for the tutorial."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        if scroll_to:
            self.page.locator(scroll_to).first.evaluate("e => e.scrollIntoView()")
        else:
            self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=PICTURES / f"{name}.png")
