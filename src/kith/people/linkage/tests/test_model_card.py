"""The model card is generated and current."""

import json

from kith.people.linkage import card, load_model


def test_the_card_in_docs_is_what_the_code_prints():
    found = json.loads(card.MEASURED.read_text(encoding="utf-8"))
    assert card.CARD.read_text(encoding="utf-8") == card.text(load_model(), found)


def test_the_card_says_what_the_model_must_not_be_used_for():
    assert "must not be used for" in card.CARD.read_text(encoding="utf-8")


def test_the_card_shows_every_group_measured():
    text = card.CARD.read_text(encoding="utf-8")
    for group in ("twin", "Baby X", "no NHS number", "no date of birth", "slavic", "muslim"):
        assert f"| {group} |" in text
