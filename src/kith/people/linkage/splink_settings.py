"""The model as Splink 5 settings, so that an analyst can open it there: charts, waterfalls, a second opinion.

Columns are those of `columns(cleaned)`. Exact, missing and term-frequency levels weigh the same in both; levels
that need
our name lists are given through the columns `given_skeleton` and `family_skeleton`.
"""

from __future__ import annotations

from .levels import LEVELS
from .model import Model, Weight
from .names import skeleton
from .record import Cleaned

_SQL: dict[str, dict[str, str]] = {
    "given": {
        "exact": "given_l = given_r",
        "spelling": "given_skeleton_l = given_skeleton_r",
        "close": "jaro_winkler_similarity(given_l, given_r) >= 0.92",
        "middle": "given_l = middle_r or middle_l = given_r",
        "swapped": "given_l = family_r and family_l = given_r",
        "initial": "given_l[1] = given_r[1] and least(length(given_l), length(given_r)) = 1",
        "weak": "jaro_winkler_similarity(given_l, given_r) >= 0.8",
    },
    "family": {
        "exact": "family_l = family_r",
        "joined": "replace(family_l, ' ', '') = replace(family_r, ' ', '')",
        "spelling": "family_skeleton_l = family_skeleton_r",
        "close": "jaro_winkler_similarity(family_l, family_r) >= 0.92",
    },
    "dob": {
        "exact": "dob_l = dob_r",
        "slip": "damerau_levenshtein(dob_l, dob_r) <= 1",
        "month": "dob_l[1:7] = dob_r[1:7]",
        "year": "dob_l[1:4] = dob_r[1:4]",
    },
    "address": {
        "home": "postcode_l = postcode_r and number_l = number_r",
        "postcode": "postcode_l = postcode_r",
        "outcode": "postcode_l[1:-4] = postcode_r[1:-4]",
    },
    "nhs": {"exact": "nhs_l = nhs_r", "slip": "damerau_levenshtein(nhs_l, nhs_r) <= 1"},
    "upn": {"exact": "upn_l = upn_r", "slip": "damerau_levenshtein(upn_l, upn_r) <= 1"},
    "middle": {"exact": "middle_l = middle_r", "initial": "middle_l[1] = middle_r[1]"},
    "sex": {"same": "sex_l = sex_r"},
}
_ELSE = {
    "given": "different",
    "family": "different",
    "dob": "different",
    "address": "elsewhere",
    "nhs": "conflict",
    "upn": "different",
    "middle": "different",
    "sex": "different",
}
_COLUMN = {"address": "postcode"}


def settings(model: Model) -> dict[str, object]:
    """A settings dictionary for `splink.Linker(..., settings=...)`, duckdb dialect, dedupe only."""
    odds = 2.0**model.prior
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "sql_dialect": "duckdb",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{a} = r.{a} and l.{b} = r.{b}", "sql_dialect": "duckdb"}
            for a, b in (
                ("given_skeleton", "dob"),
                ("family_skeleton", "dob"),
                ("given_skeleton", "family_skeleton"),
                ("given_skeleton", "postcode"),
                ("nhs", "nhs"),
                ("upn", "upn"),
            )
        ],
        "comparisons": [_comparison(model, field) for field in _SQL],
    }


def _comparison(model: Model, field: str) -> dict[str, object]:
    column = _COLUMN.get(field, field)
    levels: list[dict[str, object]] = [
        {
            "sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for level, weight in zip(LEVELS[field], model.weights[field], strict=True):
        if sql := _SQL[field].get(level.key):
            levels.append(_level(level.words or level.key, sql, weight, column, level.key == "exact" and weight.tf))
        elif level.key == _ELSE[field]:
            otherwise = _level(level.words, "ELSE", weight, column, False)
    return {"output_column_name": field, "comparison_levels": [*levels, otherwise]}


def _level(label: str, sql: str, weight: Weight, column: str, frequent: bool) -> dict[str, object]:
    bits = 2.0 ** weight.bits() if not weight.tf else weight.m / weight.u
    found: dict[str, object] = {
        "sql_condition": sql,
        "label_for_charts": label,
        "m_probability": weight.m,
        "u_probability": min(1.0, weight.m / bits),
    }
    if frequent:
        found.update(tf_adjustment_column=column, tf_adjustment_weight=weight.damp, tf_minimum_u_value=weight.floor)
    return found


def columns(c: Cleaned) -> dict[str, str | None]:
    """One record as the row those settings compare; empty values are null."""
    given, family = (c.givens or ("",))[0], (c.families or ("",))[0]
    place = c.homes[0] if c.homes else ("", "", "")
    row = {
        "given": given,
        "family": family,
        "given_skeleton": skeleton(given),
        "family_skeleton": skeleton(family),
        "dob": c.dob if len(c.dob) == 10 else "",
        "postcode": place[0],
        "number": place[1],
        "nhs": c.nhs,
        "upn": c.upn,
        "middle": c.middle,
        "sex": c.sex,
    }
    return {"record_id": c.record_id, **{name: value or None for name, value in row.items()}}
