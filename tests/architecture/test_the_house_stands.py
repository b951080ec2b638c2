"""Promises of the house that hold for every room, found by reflection rather than by review."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from kith import handovers
from kith.authority import locks, policy
from kith.authority.acts import ACTS
from kith.authority.pages import Page
from kith.authority.views import DoorPage
from kith.statute import duties

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kith"
FLOORS = {"authority": 1, "people": 2, "work": 3, "instruments": 3, "meetings": 4, "frontdoor": 5, "screening": 5,
          "desk": 7, "public": 7, "exchange": 7}
FRONT_DOOR_DUTIES = ("contact.", "partner.reply_")


def ours() -> list:
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("kith.")]


def test_foreign_keys_point_down():
    for model in ours():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or field.auto_created or isinstance(target, str):
                continue
            assert FLOORS[target._meta.app_label] <= FLOORS[model._meta.app_label], f"{model.__name__}.{field.name}"


def test_every_table_declares_its_lock():
    explained = {  # tables that no role of the application may read; definer functions do
        "authority_credential",
        "authority_session",
        "authority_signinfailure",
        "authority_tie",
        "authority_bar",
        "authority_seal",
        "authority_opens",
        "authority_clock",
    }
    undeclared = {m._meta.db_table for m in ours()} - set(locks.LOCKS) - explained
    assert undeclared == set()


def test_every_act_has_a_grant_and_a_docstring():
    granted = {verb for g in policy.GRANTS for verb in g.verbs}
    outcomes = {v for v in ACTS if re.search(r"_(red|amber|green)$", v)}
    assert [v for v in ACTS if v not in granted and v not in outcomes] == []
    assert [v for v, a in ACTS.items() if not a.words] == []


def test_every_verb_is_a_noun_and_a_past_participle():
    verbs = set(ACTS) | {v for g in policy.GRANTS for v in g.verbs}
    assert [v for v in verbs if not re.fullmatch(r"[a-z_]+\.[a-z_]+", v)] == []


def test_front_door_duties_name_acts_that_exist():
    for duty in duties.all():
        if duty.key.startswith(FRONT_DOOR_DUTIES):
            wanted = {*duty.start_verbs, *duty.met_by} - {"contact.graded_blue"}
            assert wanted <= set(ACTS), duty.key


def test_every_handover_follows_an_act_and_says_so_in_words():
    for handover in handovers.HANDOVERS:
        assert handover.verb in ACTS
        assert handover.words


def routes(resolver=None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for item in (resolver or get_resolver()).url_patterns:
        path = prefix + str(item.pattern)
        found += routes(item, path) if isinstance(item, URLResolver) else [(path, item)]
    return found


def test_every_address_is_a_declared_page():
    bare = []
    for path, pattern in routes():
        view = getattr(pattern.callback, "view_class", None)
        if path.startswith("api/") or path in ("robots.txt", ".well-known/security.txt"):
            continue
        if (
            view is None
            or not issubclass(view, (Page, DoorPage))
            or issubclass(view, Page)
            and not view.public
            and not view.verb
            and path != "draft/"
        ):
            bare.append(path)
    assert bare == []


def python_files() -> list[Path]:
    return [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]


def test_no_module_imports_our_own_modules_inside_a_function():
    found = []
    for path in python_files():
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                found += [
                    f"{path}:{n.lineno}"
                    for n in ast.walk(node)
                    if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("kith")
                ]
    assert found == []


def test_files_and_functions_stay_short():
    long = [f"{p}: {n}" for p in python_files() if (n := p.read_text().count("\n")) > 400]
    for path in python_files():
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > 40:
                    long.append(f"{path}:{node.lineno} {node.name}: {size} lines")
    assert long == []


@pytest.mark.parametrize("word", ["client", "absconder", "AWOL", "promiscuous", "lifestyle choice"])
def test_words_that_the_field_has_given_up_stand_on_no_page(word: str):
    pages = list(SOURCE.rglob("templates/**/*.html"))
    assert [str(p) for p in pages if re.search(rf"\b{word}s?\b", p.read_text(), re.I)] == []


def test_numbers_of_days_stand_only_in_the_law():
    """No length from guidance is written into a room's rules: they come from the register or the county's file."""
    found = []
    for path in (p for p in python_files() if p.name == "rules.py"):
        found += [
            f"{path}:{i}"
            for i, line in enumerate(path.read_text().splitlines(), 1)
            if re.search(r"timedelta\(|add_working_days\(\w+, \d", line)
        ]
    assert found == []
