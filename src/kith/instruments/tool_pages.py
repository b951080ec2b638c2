"""The tools themselves: which stand, what each asks and why, how two versions differ, and trying one without a case."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404

from kith.authority.pages import ReadPage
from kith.instruments import reads, shelf
from kith.instruments.comparing import differences, rule_words, when
from kith.instruments.forms import ONE, About
from kith.instruments.grading import graded
from kith.instruments.pages import ToolPage
from kith.instruments.tool import EVIDENCE, KINDS, Question, Tool
from kith.kit import words

TWO = (About("first", "First child", "invented"), About("second", "Second child", "invented"))


def found(key: str, number: str) -> Tool:
    """The version in the address, or 404."""
    try:
        return shelf.version(key, number)
    except shelf.NoTool:
        raise Http404 from None


class Tools(ReadPage):
    """Every tool with its versions, and what keeps a county's file out of use."""

    verb, template, title = "tool.viewed", "instruments/tools.html", "Tools"

    def context(self) -> dict[str, Any]:
        today = words.local(self.request.at).date()
        standing = {(t.key, t.version, t.origin) for t in shelf.standing(today)}
        newest_first = sorted(shelf.everything(), key=lambda tool: (tool.key, -tool.in_force_from.toordinal()))
        rows = [{"tool": t, "state": self.state(t, standing, today), "url": f"/tools/{t.key}/{t.version}/"}
                for t in newest_first]
        return {"rows": rows, "faults": shelf.faults()}

    @staticmethod
    def state(tool: Tool, standing: set[tuple[str, str, str]], today: date) -> str:
        """Where a version stands in time, in a word or two."""
        if (tool.key, tool.version, tool.origin) in standing:
            return "In force"
        if tool.in_force_from > today:
            return "To come"
        return "Ended" if not tool.in_force(today) else "Not used: another version stands"


class ToolView(ReadPage):
    """One version: every question, when it is asked, the grading rules with their sources; no case anywhere."""

    verb, template = "tool.viewed", "instruments/tool.html"

    @cached_property
    def tool(self) -> Tool:
        return found(self.kwargs["key"], self.kwargs["version"])

    def context(self) -> dict[str, Any]:
        tool = self.tool
        others = [t for t in shelf.versions(tool.key) if t.version != tool.version]
        earlier = max((t for t in others if t.in_force_from <= tool.in_force_from), default=None,
                      key=lambda t: t.in_force_from)
        return {
            "title": f"{tool.name}, version {tool.version}", "tool": tool, "evidence": EVIDENCE[tool.evidence],
            "sections": [(s, [self.row(q) for q in s.questions]) for s in tool.sections],
            "rules": [(rule, rule_words(rule, tool), EVIDENCE[rule.evidence]) for rule in tool.rules],
            "otherwise": tool.grade_words(tool.otherwise), "earlier": earlier,
            "changed": reads.changed_since(tool), "changes": differences(earlier, tool) if earlier else (),
            "editing": f"tools/{tool.key}-{tool.version}.toml",
        }

    def row(self, question: Question) -> dict[str, Any]:
        return {"question": question, "kind": KINDS[question.kind],
                "when": when(question.asked_if, self.tool) if question.asked_if else ""}


class TryTool(ToolPage):
    """Answer a version without a case: nothing is kept but the draft of whoever tries."""

    verb = "tool.viewed"
    send_words = "Try it"
    later = "/tools/"

    def tool(self) -> Tool:
        return self._tool

    @cached_property
    def _tool(self) -> Tool:
        return found(self.kwargs["key"], self.kwargs["version"])

    @cached_property
    def title(self) -> str:  # type: ignore[override]
        return f"Try: {self.tool().name}"

    def asked_about(self) -> tuple[About, ...]:
        return TWO if any(section.each for section in self.tool().sections) else ONE

    def draft_key(self) -> tuple[str, str]:
        return ("TryTool", f"{self.tool().key}/{self.tool().version}")

    def act(self, answers: dict[str, Any]) -> str:
        """Grade what was answered, and say so on the next page; nothing of it is stored."""
        said = [self.sentence(each, answers["given"][each.key]) for each in self.asked_about()]
        return "Tried, nothing kept. " + " ".join(said)

    def sentence(self, each: About, given: Any) -> str:
        tool, judged = self.tool(), graded(self.tool(), given)
        by_rules = tool.grade_words(judged.reached) or "no grade"
        named = f"{each.name}: given" if each.name else "Given"
        return f"{named} {tool.grade_words(judged.given) or 'no grade'} and by the rules {by_rules}."

    def next(self, outcome: str) -> str:
        self.done = outcome  # type: ignore[misc]
        return f"/tools/{self.tool().key}/{self.tool().version}/"
