"""What the room promises: no domain nouns, only Django below it, a style sheet of our own that is small and legible."""

import ast
import gzip
import re
import shutil
from pathlib import Path

import pytest

from kith.kit import build

ROOM = build.ROOM
NOUNS = (
    "child|children|contact|referral|referrals|school|schools|police|pupil|household|safeguarding|constable|officer|"
    "social|care|health|nhs|abuse|exploitation|missing episode|perpetrator|mash|encompass|family|families|parent|carer"
)
CODE = re.compile(r":(?:first|last|nth|only)-child|\.(?:parent|children)\b|font-family")
OWN = {"tests", "__pycache__"}
FILES = [
    path for path in ROOM.rglob("*") if path.suffix in {".py", ".html", ".js", ".scss"} and not OWN & set(path.parts)
]  # fmt: skip


@pytest.fixture(scope="module")
def css() -> str:
    """The built style sheet, built now if it is out of date."""
    build.build()
    return (build.BUILT / "kith.css").read_text()


def test_the_room_holds_no_domain_noun() -> None:
    found = []
    for path in FILES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            plain = CODE.sub("", line)
            found += [
                f"{path.name}:{number} {word}" for word in re.findall(rf"\b({NOUNS})\b", plain, re.IGNORECASE)
            ]
    assert found == []


def test_the_room_imports_django_and_itself_only() -> None:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            )  # fmt: skip
            assert not [
                name for name in names if name.startswith("kith.") and not name.startswith("kith.kit")
            ], path


def test_the_style_sheet_asks_nobody_for_anything(css: str) -> None:
    assert "@font-face" not in css and "Transport" not in css and "@import" not in css
    assert re.findall(r"url\((?!data:)[^)]*\)", css) == []
    assert "crown" not in css.lower()


def test_a_first_visit_to_a_public_page_is_light(css: str) -> None:
    script = (build.BUILT / "public.js").read_bytes()
    assert len(gzip.compress(css.encode())) + len(gzip.compress(script)) < 25_000
    assert sum(len((build.BUILT / name).read_bytes()) for name in ("kith.css", "public.js")) < 110_000


@pytest.mark.parametrize("name", build.SCRIPTS)
def test_each_script_is_light(name: str, css: str) -> None:
    """Twelve kilobytes; fourteen for the board of a sitting, which no other page loads."""
    assert len((build.BUILT / name).read_bytes()) < (14 if name == "live.js" else 12) * 1024


def test_nothing_is_built_twice(css: str) -> None:
    assert build.build() is False


def test_a_changed_input_makes_the_built_files_stale(tmp_path: Path) -> None:
    shutil.copy(build.ROOT / "package.json", tmp_path)
    shutil.copy(build.ROOT / "package-lock.json", tmp_path)
    kit = tmp_path / "src" / "kith" / "kit"
    shutil.copytree(ROOM, kit, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    before = build.digest(tmp_path)
    (kit / "sass" / "_tokens.scss").write_text("$accent: #000;")
    assert before == build.digest() and build.digest(tmp_path) != before


def test_without_npm_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(build, "is_current", lambda *given: False)
    monkeypatch.setattr(build, "_installed", lambda root: False)
    assert build.main() == 1
    said = capsys.readouterr().err
    assert "Node.js" in said and said.count("\n") == 1


def test_joined_scripts_are_strict_and_without_comments() -> None:
    joined = build.join_scripts(["// a comment\n  let a = 1;\n", "let b = 2;"])
    assert joined == '(() => {\n"use strict";\nlet a = 1;\nlet b = 2;\n})();\n'


def test_the_lock_names_no_host_to_download_from() -> None:
    lock = (build.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, str]:
    """The colours of the house by name."""
    return dict(re.findall(r"\$([a-z-]+): (#[0-9a-f]{6});", (ROOM / "sass" / "_tokens.scss").read_text()))


@pytest.mark.parametrize(
    ("name", "ground", "least"),
    [("accent", "#ffffff", 7), ("link", "#ffffff", 7), ("link-visited", "#ffffff", 7),
     ("accent-dark-scheme", "#15191b", 7),
     ("link", "surface", 4.5), ("red", "red-tint", 4.5), ("amber", "amber-tint", 4.5), ("green", "green-tint", 4.5),
     ("blue", "blue-tint", 4.5)],
)  # fmt: skip
def test_colours_can_be_read_on_their_ground(name: str, ground: str, least: float) -> None:
    colours = tokens()
    assert contrast(colours[name], colours.get(ground, ground)) >= least
