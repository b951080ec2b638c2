"""What the reviewer reads: reasons for and against, bars that add up, and no hint of a protected address."""

from dataclasses import replace

import pytest

from kith.people.linkage import Record, clean, explain, load_model, match, pack, score, sentence

RUBY = Record(
    given_name="Ruby",
    family_name="Fairbrook",
    dob="2016-05-04",
    address="7 Mill Road",
    postcode="TH3 1AA",
    phone="07700900123",
)


def explained(a: Record, b: Record, **how: bool):
    one, other = clean(a), clean(b)
    return explain(score(load_model(), one, other), one, other, **how)


def test_reasons_for_come_in_words_strongest_first():
    found = explained(RUBY, replace(RUBY, family_name="Fairbroke"))
    assert "same date of birth" in found.for_reasons and "same home" in found.for_reasons
    bits = [abs(line.bits) for line in found.lines]
    assert bits == sorted(bits, reverse=True)


def test_reasons_against_are_led_by_the_guard():
    found = explained(RUBY, replace(RUBY, given_name="Thomas"))
    assert found.against_reasons[0] == "first names differ: may be twins, or brother and sister"
    assert " - BUT first names differ: may be twins" in sentence(found)


def test_birth_order_is_named():
    found = explained(replace(RUBY, birth_order=1), replace(RUBY, birth_order=2))
    assert found.guard == "different people: birth order 1/2"


def test_bars_add_up_to_the_weight_before_the_guard():
    one, other = clean(RUBY), clean(replace(RUBY, given_name="Rubie", middle_name="Ann"))
    s = score(load_model(), one, other)
    assert sum(bits for _, bits in explain(s, one, other).bars) == pytest.approx(s.raw, abs=0.06)


@pytest.mark.parametrize("protected", [0, 1])
def test_a_protected_address_is_never_hinted_at(protected):
    pair = [RUBY, RUBY]
    pair[protected] = replace(RUBY, protected=True)
    found = explained(pair[0], pair[1])
    text = " ".join(
        [
            *found.for_reasons,
            *found.against_reasons,
            *(label for label, _ in found.bars),
            *map(str, found.lines),
        ]
    ).lower()
    assert not any(word in text for word in ("home", "address", "postcode", "mill", "th3", "telephone"))


def test_those_who_may_see_a_protected_address_do():
    found = explained(RUBY, replace(RUBY, protected=True), may_see_protected=True)
    assert "same home" in found.for_reasons


def test_an_explanation_repeats_no_value_of_either_record():
    found = explained(RUBY, replace(RUBY, given_name="Rubie"))
    said = " ".join(map(str, (*found.lines, *found.bars))).lower()
    assert not any(value in said for value in ("ruby", "rubie", "fairbrook", "2016", "mill", "th3"))


def test_a_live_match_carries_everything_the_screen_shows():
    found = match(load_model(), clean(RUBY), [("r1", "ruby", pack(clean(RUBY)))])
    best = found[0]
    assert found.decision.kind == "auto" and found.decision.subject_id == "ruby"
    assert best.probability > 0.99 and best.for_reasons and not best.against_reasons and best.bars


def test_a_stranger_is_new():
    found = match(load_model(), clean(RUBY), [])
    assert found == [] and found.decision.kind == "new"
