"""Reading a file that somebody brings in, and writing one that a spreadsheet opens safely. In memory, with
the csv module."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kith.authority.acts import Refused
from kith.exchange import layouts

MOST_BYTES = 5 * 1024 * 1024
LONDON = ZoneInfo("Europe/London")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(.*)", re.S)
NEUTRALISED = ("=", "+", "-", "@")
ALONGSIDE = ("line", "why")  # columns of our own download, passed over when it comes back
MOMENTS = ("received_at", "happened_at", "began_at", "supervised_at")


def decode(raw: bytes, most: int = MOST_BYTES) -> tuple[str, str]:
    """(text, encoding). Raises Refused for a file that is too large, empty, or no text."""
    if len(raw) > most:
        raise Refused("The file is larger than 5 MB. Split it and bring in the parts one after the other.")
    if b"\x00" in raw:
        raise Refused(
            "This is not a CSV file. In your spreadsheet choose Save as, then CSV UTF-8, and bring that in."
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused("The file's letters cannot be read. Save it as CSV UTF-8 and bring that in.")


def read(text: str, layout: str) -> list[tuple[int, dict[str, Any]]]:
    """(line of the file, message) for each concern. Raises Refused with every fault of the header, in
    words."""
    lines = text.splitlines()
    if not text.strip():
        raise Refused(
            "There is nothing in it. The first line names the columns; each further line is one child."
        )
    reader = Cells(text, "\t" if "\t" in lines[0] else ",")
    try:
        names = [n.strip() for n in next(reader.rows, [])]
        check_header(names, layout)
        return list(layouts.joined(list(messages(reader, names, layout))))
    except csv.Error as fault:
        raise Refused(
            f"Line {reader.line_num} cannot be read as CSV ({fault}). A quotation mark may not be closed: "
            "mend that line and bring the file in again."
        ) from None


class Cells:
    """A CSV text as rows of cells; blank lines are passed over, `line_num` is the line just read."""

    def __init__(self, text: str, delimiter: str) -> None:
        self.reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.rows = (row for row in self.reader if row)

    @property
    def line_num(self) -> int:
        return self.reader.line_num


def messages(reader: Cells, names: list[str], layout: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for cells in reader.rows:
        if len(cells) != len(names):
            raise Refused(
                f"Line {reader.line_num} does not have {len(names)} columns like the first line. A comma "
                "in a text needs quotation marks round the text."
            )
        row = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
        if any(map(str.strip, row.values())):
            yield (
                reader.line_num,
                layouts.message(layout, {k: tidy(k, v) for k, v in row.items() if k not in ALONGSIDE}),
            )


def check_header(names: list[str], layout: str) -> None:
    """Every column is known and the needed ones are there; else a sentence a column, with the nearest
    name."""
    known = layouts.by_name(layout)
    faults = []
    for name in names:
        if (
            name in known
            or name in ALONGSIDE
            or (layout == "police_screening" and name.startswith(layouts.ASKED))
        ):
            continue
        near = get_close_matches(name.lower().replace(" ", "_"), known, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else "Take it out, or compare it with the list of columns."
        faults.append(f'We do not know the column "{name or "(empty)"}". {hint}')
    faults += [
        f'The column "{c.name}" is missing.' for c in known.values() if c.needed and c.name not in names
    ]
    faults += [
        f'The column "{name}" is there twice.' for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if faults:
        raise Refused(*faults[:12])


def tidy(name: str, value: str) -> str:
    """Days and times as the layout allows them, in the one form of a message; anything else stays as
    written."""
    text = unneutralised(value).strip()
    if name in MOMENTS:
        return moment(text)
    return iso_day(text) if name.endswith("dob") else text


def iso_day(text: str) -> str:
    found = DAY_FIRST.fullmatch(text)
    if not found or found[4].strip():
        return text
    try:
        return f"{datetime(int(found[3]), int(found[2]), int(found[1])):%Y-%m-%d}"
    except ValueError:
        return text


@lru_cache(maxsize=4096)
def moment(text: str) -> str:
    """A time without an offset is London's, unless that hour came twice or never: then it is refused, not
    guessed."""
    found = DAY_FIRST.fullmatch(text)
    iso = f"{int(found[3]):04d}-{int(found[2]):02d}-{int(found[1]):02d}{found[4]}" if found else text
    try:
        when = datetime.fromisoformat(iso.strip())
    except ValueError:
        return text
    if when.tzinfo is not None:
        return when.isoformat()
    local = when.replace(tzinfo=LONDON)
    sure = local.utcoffset() == local.replace(fold=1).utcoffset()
    return local.isoformat() if sure and (":" in iso) else iso.strip()


def neutral(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def unneutralised(cell: str) -> str:
    """A cell that we neutralised ourselves, as it was: so that mended rows come back unchanged."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in NEUTRALISED else cell


def write(head: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV text with these columns, every cell neutralised."""
    out = io.StringIO(newline="")
    columns = list(head)
    writer = csv.writer(out)
    writer.writerow([neutral(c) for c in columns])
    writer.writerows([neutral(row.get(c, "")) for c in columns] for row in rows)
    return out.getvalue()
