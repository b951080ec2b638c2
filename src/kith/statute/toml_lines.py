"""On which line of a TOML file a value stands, so that a fault can be named by file and line.

`tomllib` reads values but forgets where they stood. This walks the text once and remembers the line of every
table and key, skipping what lies inside multi-line strings and arrays. It is only used on text that `tomllib`
accepts.
"""

import re

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*(\[{1,2})\s*(.+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="""
)
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


def lines_of(text: str) -> dict[Path, int]:
    """Line numbers (from 1) by path; an array of tables counts its entries from 0: `("length", 2,
    "duty")`."""
    found: dict[Path, int] = {}
    table: Path = ()
    inside = _Inside()
    for number, line in enumerate(text.splitlines(), start=1):
        if inside.value:
            inside.read(line)
        elif head := _TABLE.match(line):
            table = _table_path(found, _parts(head[2]), repeated=head[1] == "[[")
            found[table] = number
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
            inside.read(line[key.end() :])
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _table_path(found: dict[Path, int], parts: tuple[str, ...], repeated: bool) -> Path:
    if not repeated:
        return parts
    return (*parts, sum(path[:-1] == parts and isinstance(path[-1], int) for path in found))


class _Inside:
    """Whether the walk is inside a multi-line string or an array that has not yet closed."""

    def __init__(self) -> None:
        self.quote, self.depth = "", 0

    @property
    def value(self) -> bool:
        """Whether the next line still belongs to the value of an earlier one."""
        return bool(self.quote or self.depth)

    def read(self, line: str) -> None:
        """Takes in one line (or what follows its `=`)."""
        if self.quote:
            before, closed, line = line.partition(self.quote)
            if not closed:
                return
            self.quote = ""
        for quote in ('"""', "'''"):
            if line.count(quote) % 2:
                self.quote, line = quote, line.partition(quote)[0]
        plain = _STRINGS.sub("", line)
        self.depth += plain.count("[") - plain.count("]")
