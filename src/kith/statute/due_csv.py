"""Due dates for a whole file: `duty,start` in, the same rows with `due,unit,source` at the end out."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

from . import duties
from .calendar import LONDON, Calendar, london_date
from .profile import Profile

ADDED = ("due", "unit", "source")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class UnreadableFile(ValueError):
    """The file cannot be answered; `said` names each faulty line."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        super().__init__("\n".join(said))


def answered(text: str, profile: Profile, calendar: Calendar) -> str:
    """The CSV with its due dates, or UnreadableFile naming every line that has no answer."""
    rows = _read(text)
    if not rows:
        raise UnreadableFile(["line 1: the file is empty; it needs the columns duty and start"])
    header = [name.strip() for name in rows[0][1]]
    missing = [name for name in ("duty", "start") if name not in header]
    if missing:
        raise UnreadableFile([f"line {rows[0][0]}: there is no column {' and no column '.join(missing)}"])
    answers, faults = [], []
    for line, row in rows[1:]:
        try:
            answers.append([*row, *_answer(row, header, profile, calendar)])
        except (ValueError, LookupError, OverflowError) as fault:
            faults.append(f"line {line}: {fault}")
    if faults:
        raise UnreadableFile(faults)
    return _written([[*rows[0][1], *ADDED], *answers])


def _read(text: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each begins on; wholly empty lines are passed over."""
    try:
        return [(line, row) for line, row in _numbered(text) if row]
    except csv.Error as fault:
        raise UnreadableFile([f"this is not a CSV file: {fault}"]) from fault


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _answer(row: list[str], header: list[str], profile: Profile, calendar: Calendar) -> tuple[str, str, str]:
    if len(row) != len(header):
        raise ValueError(f"{len(row)} values, but the heading has {len(header)}")
    cells = dict(zip(header, row, strict=True))
    start = read_start(cells["start"])
    duty = duties.get(cells["duty"].strip(), london_date(start), profile)
    due = duty.due(start, calendar)
    shown = due.on or due.at.astimezone(LONDON)
    return shown.isoformat(), duty.unit.value, duty.source


def read_start(text: str) -> date | datetime:
    """An ISO date, or an ISO datetime with its offset. Raises ValueError in plain words."""
    text = text.strip()
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text) if _DATE.match(text) else None
    except ValueError as fault:
        raise ValueError(f'the start "{text}" cannot be read: {fault}') from fault
    if moment is None:
        raise ValueError(
            f'the start "{text}" is neither a date such as 2027-03-28 nor a time with its offset'
        )
    if moment.utcoffset() is None:
        raise ValueError(f'the start "{text}" has no offset: write +00:00 or +01:00 after the time')
    return moment


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
