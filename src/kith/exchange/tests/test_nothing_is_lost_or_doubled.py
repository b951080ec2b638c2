"""Chaos in small: repeats, another order, other words, faults, at once; in the end the record is what the
oracle says."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

from django.db import connections

from kith.exchange import inbox, jobs
from kith.exchange.models import Arrival
from kith.exchange.tests.examples import concern, partner, send
from kith.frontdoor.models import Contact, Message


def owners(model):
    return model.objects.using("owner")


def test_after_repeats_reorder_other_words_and_faults_each_reference_stands_once(world, monkeypatch):
    dice, system, real = random.Random(7), partner(world), inbox.intake.take_in
    sent = [concern(reference=f"C-{n}", what_happened=f"Text {n}") for n in range(20)]
    messages = [
        *sent,
        *dice.sample(sent, 4),
        *(m | {"what_happened": "Other words"} for m in dice.sample(sent, 3)),
    ]
    dice.shuffle(messages)
    poison = {"C-3", "C-11"}

    def fragile(**given):
        if given["system_ref"] in poison:
            raise RuntimeError("a fault")
        return real(**given)

    monkeypatch.setattr(inbox.intake, "take_in", fragile)
    oracle: dict[str, str] = {}
    for message in messages:
        oracle.setdefault(message["reference"], message["what_happened"])
        assert send(system, "contacts", message).status_code in (200, 201, 202, 409)
    assert {c.system_ref for c in owners(Contact).all()} == set(oracle) - poison
    poison.clear()
    world.forward(timedelta(minutes=5))
    jobs.work_on_imports()
    assert dict(owners(Contact).values_list("system_ref", "what_happened")) == oracle
    assert owners(Arrival).filter(quarantined_at__isnull=False).count() == 3
    assert owners(Message).filter(kind="acknowledgement").count() == len(oracle)


def test_the_same_message_sent_at_once_is_one_concern(world):
    system = partner(world)
    answers: list[int] = []

    def one() -> None:
        try:
            answers.append(
                send(
                    system.__class__(headers={"authorization": system.defaults["HTTP_AUTHORIZATION"]}),
                    "contacts",
                    concern(),
                ).status_code
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, 200, 201]
    assert owners(Contact).count() == 1


def test_a_row_is_kept_together_with_its_contact_or_not_at_all(world, monkeypatch):
    def fault(**_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(inbox.acts, "keep", fault)
    answer = send(partner(world), "contacts", concern())
    assert answer.status_code == 500
    assert "nothing was kept" in answer.json()["errors"][0]["say"]
    assert (owners(Contact).count(), owners(Arrival).count()) == (0, 0)
