"""A child of whom a hundred reports are held is one child; a number that many people share is nobody's."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from kith.people.linkage.tests.test_bulk_run import run

FIELDS = ("record_id", "given_name", "family_name", "dob", "sex", "address", "postcode", "nhs_number")
OFTEN = ("Corin", "Thornwick", "2010-04-03", "M", "12 Mill Road", "TH1 2AB", "")
NUMBER, STAND_IN = "9434765919", "4010232137"


HEADS = ("Bram", "Corv", "Dreth", "Elm", "Fost", "Garn", "Hesk", "Ivel", "Jolb", "Kest")
TAILS = ("ane", "ick", "olin", "ura", "este", "yth", "own", "usk", "imble", "avo")


def others(count: int, number: str = "") -> list[tuple[str, ...]]:
    """So many (at most a thousand) children with nothing in common, of one number where that is told."""
    made = []
    for n in range(count):
        given, family = HEADS[n % 10] + TAILS[n // 10 % 10], TAILS[n % 10].title() + HEADS[9 - n // 10 % 10].lower()
        born = f"{2005 + n % 16}-{1 + n % 12:02d}-{1 + n * 7 % 28:02d}"
        home = (f"{n} {TAILS[n % 10]} Close", f"TH{2 + n % 7} {n % 9}XY")
        made.append((given, family, born, "FM"[n % 2], *home, number))
    return made


def persons(folder: Path, rows: list[tuple[str, ...]]) -> Counter[str]:
    """How many records each person has, the largest first."""
    source = folder / "in.csv"
    with source.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(FIELDS)
        writer.writerows((f"r{n:04d}", *row) for n, row in enumerate(rows))
    return Counter(row["person_id"] for row in run(source)[1])


def test_more_records_than_are_compared_two_by_two_are_still_one_child(tmp_path):
    assert persons(tmp_path, [OFTEN] * 130 + others(600)).most_common(2)[0][1] == 130


def test_a_number_stays_personal_however_often_its_child_is_reported(tmp_path):
    named = [("Corin", "Thornwick", "2010-04-03", "M", "", "", NUMBER)] * 40
    renamed = [("Jory", "Wexley", "2010-04-03", "M", "", "", NUMBER)]
    found = persons(tmp_path, [*named, *renamed, *others(600)])
    assert found.most_common(1)[0][1] == 40  # the other name under this number is for a person to judge


def test_a_number_of_many_people_joins_nobody(tmp_path):
    assert max(persons(tmp_path, others(80, STAND_IN)).values()) == 1
