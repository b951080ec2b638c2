"""Code sets offer what is in force, keep what is retired for old records, and know what stands alone."""

from datetime import date, timedelta

import pytest

from kith.statute import codes
from kith.statute.codesets import SETS

EXPECTED = {
    "contact_source": "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10",
    "primary_need": "N0 N1 N2 N3 N4 N5 N6 N7 N8 N9",
    "abuse_category": "NEG PHY SAB EMO MUL",
    "closure": "RC1 RC2 RC3 RC4 RC5 RC6 RC7 RC8 RC9",
    "participation": "PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7",
    "disability": "AUT BEH COMM CON DDA HAND HEAR INC LD MOB NONE PC VIS",
    "missing_type": "M A",
    "assessment_factor": "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A 10A 11A"
    " 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A",
    "level_of_need": "1 2 3 4",
    "no_voice_reason": "unborn preverbal not_safe refused not_yet_seen",
    "voice_influence": "changed partly considered_not_followed",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_set_offers_exactly_its_codes(name: str) -> None:
    offered = [code for code, _ in codes.choices(name, date(2027, 1, 4))]
    assert sorted(offered) == sorted(EXPECTED[name].split())


def test_every_code_has_label_source_tag_and_its_own_set() -> None:
    for name, members in SETS.items():
        assert len({code.code for code in members}) == len(members), name
        for code in members:
            assert code.set == name and code.label and code.source and code.tag in "VRMLS"


@pytest.mark.parametrize("code", ["18A", "19A"])
def test_retired_factor_is_no_longer_offered_but_still_read(code: str) -> None:
    assert not codes.is_current("assessment_factor", code, date(2027, 1, 4))
    assert codes.is_current("assessment_factor", code, date(2020, 1, 1))
    assert "abuse" in codes.label("assessment_factor", code)
    assert code not in dict(codes.choices("assessment_factor"))


def test_no_factors_must_stand_alone() -> None:
    assert codes.reasons_against("assessment_factor", ("21",)) == []
    (reason,) = codes.reasons_against("assessment_factor", ("21", "16A"))
    assert "8869" in reason


def test_no_disability_must_stand_alone() -> None:
    (reason,) = codes.reasons_against("disability", ("NONE", "AUT"))
    assert "8790" in reason


def test_retired_code_may_not_be_chosen() -> None:
    (reason,) = codes.reasons_against("assessment_factor", ("18A",), date(2027, 1, 4))
    assert "18A" in reason


def test_absent_is_not_a_missing_type() -> None:
    assert "absent" not in " ".join(label.lower() for _, label in codes.choices("missing_type"))


def test_consent_is_not_offered_as_lawful_basis_and_public_task_comes_first() -> None:
    offered = [code for code, _ in codes.choices("lawful_basis")]
    assert offered[0] == "public_task" and "consent" not in offered


def test_not_yet_seen_needs_a_date_and_preverbal_an_observation() -> None:
    assert codes.get("no_voice_reason", "not_yet_seen").needs == "date"
    assert codes.get("no_voice_reason", "preverbal").needs == "observation"


@pytest.mark.parametrize(("name", "code"), [("no_such_set", "1"), ("contact_source", "99")])
def test_unknown_set_or_code_is_an_error(name: str, code: str) -> None:
    with pytest.raises(codes.UnknownCode):
        codes.get(name, code)


def test_code_is_retired_from_its_last_day_on() -> None:
    factor = codes.get("assessment_factor", "18A")
    assert factor.until is not None
    assert not factor.stands(factor.until) and factor.stands(factor.until - timedelta(days=1))
    assert codes.is_current("assessment_factor", "18B", factor.until)
