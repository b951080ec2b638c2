"""Answers are kept with who and when, and once there are enough the words beside a weight follow them, by version; what
the machine links does not."""

from __future__ import annotations

import pytest

from kith.people import linkage, matching
from kith.people.index import calibration, jobs
from kith.people.index.models import Calibration
from kith.people.index.tests.steps import HOME, arrives, child
from kith.people.linkage.calibrate import AT_LEAST
from kith.people.models import Proposal, SourceRecord

WEIGHT = 4.0


def answered(world, count: int, same_share: float) -> None:
    """Answers of a worker of the hub to pairs of one weight, written as the owner: only their number matters here."""
    subject, record = arrives(world, child("Leo", "Marsh", "2014-03-02", **HOME))
    hub = world.worker("hub")
    like = {"subject_id": subject, "agency_id": record.agency_id, "system": "form", "received_at": record.received_at,
            "fields": {}, "created_by": hub}  # fmt: skip
    records = [SourceRecord(source_ref=str(n), **like) for n in range(count)]
    SourceRecord.objects.using("owner").bulk_create(records)
    Proposal.objects.using("owner").bulk_create(
        Proposal(
            source_record=r, subject_id=subject, weight=WEIGHT + n / count, probability=0.9, reasons=[], against=[],
            bars=[], model_version=linkage.load_model().version, proposed_at=record.received_at, created_by=hub,
            verdict="same" if n % 10 < same_share * 10 else "different", verdict_by=hub,
            verdict_at=record.received_at)  # fmt: skip
        for n, r in enumerate(records)
    )


def test_an_answer_is_kept_with_its_weight_who_gave_it_and_when(world):
    known, _ = arrives(world, child("Amara", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    _, record = arrives(world, child("Zainab", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    with world.at_work("hub") as by:
        source = SourceRecord.objects.get(pk=record.pk)
        matching.decide(by=by, at=by.now, source=source, verdict="different", subject=known)
        kept = calibration.answers(linkage.load_model().version)
        asked = Proposal.objects.get(source_record=record.pk, subject_id=known)
    assert [(a.proposal, a.weight, a.same, a.by) for a in kept] == [
        (asked.pk, asked.weight, False, world.worker("hub").pk)
    ]
    assert kept[0].at is not None


def test_too_few_answers_change_nothing(world):
    answered(world, AT_LEAST - 1, 0.5)
    assert jobs.calibrate() == 0
    assert not Calibration.objects.using("owner").exists()


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_enough_answers_make_one_version_that_the_live_path_uses(world, share):
    answered(world, 2 * AT_LEAST, share)
    assert jobs.calibrate() == 1
    assert jobs.calibrate() == 0
    kept = Calibration.objects.using("owner").get()
    assert (kept.answers, kept.version) == (2 * AT_LEAST, calibration.named(kept.model, 2 * AT_LEAST))
    assert kept.brier_after < kept.brier_before
    with world.at_work("hub"):
        now, shipped = calibration.model_now(), linkage.load_model()
        assert now.probability(WEIGHT + 0.5) < shipped.probability(WEIGHT + 0.5) - 0.05
        assert (now.join, now.lead, now.weights) == (shipped.join, shipped.lead, shipped.weights)
    shown = world.client("manager").get("/work/people/quality/").content.decode()
    assert f"on {2 * AT_LEAST} answers" in shown and "last set by people" in shown


def test_the_page_says_that_no_answer_has_counted_yet(world):
    shown = world.client("manager").get("/work/people/quality/").content.decode()
    assert f"once {AT_LEAST} stand; now there are 0" in shown
