"""The pages as their users meet them: the officer's form for three children, the sergeant's board, the hub's queue,
one screening with its line; and what others find there, which is nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.authority.models import Draft
from kith.instruments import sending
from kith.screening import jobs
from kith.screening.models import Expected, NotNeeded, Screening
from kith.screening.tests import steps


def typed(page, **changes) -> dict:
    """What an officer types into the form as it stands: known facts left as they are, the rest answered."""
    form = page.context["form"]
    plain = {"what_happened": "Shouting, a plate thrown.", "weapon": "no", "home": ["fine"],
             "adult_worry": ["nothing"], "other_children__why": "none", "told": "yes", **changes}
    each = {"seen": "yes", "spoken": "alone", "words": steps.WORDS, "demeanour": ["withdrawn"], "hurt": "no",
            "school": "Ashbrook Primary", "safe_now": "yes", "grade": "green", "grade_why": "Calm when we left."}
    for about in form.about:
        plain |= {f"{about.key}-{name}": value for name, value in each.items()}
    assert set(plain) <= set(form.fields), set(plain) - set(form.fields)
    return plain


def owners(model):
    return model.objects.using("owner")


def test_the_officers_list_leads_to_one_form_for_all_three_children(world):
    incident = steps.incident_of(world)
    officer = world.client("constable")
    listed = officer.get("/screenings/").content.decode()
    assert "Domestic abuse" in listed and "Finn Hale, 5" in listed
    answer = officer.post(f"/screenings/incidents/{incident.pk}/begin/")
    assert answer.url == f"/screenings/incidents/{incident.pk}/screen/"
    assert not owners(Expected).filter(begun_at__isnull=True).exists()
    page = officer.get(answer.url)
    assert len(page.context["form"].about) == 3
    assert "command and control" in page.content.decode()
    sent = officer.post(answer.url, typed(page))
    assert sent.status_code == 302, sent.context["form"].errors
    assert owners(Screening).count() == 3
    assert {s.officer_grade for s in owners(Screening)} == {"green"}
    assert "Sent: with your sergeant" in officer.get("/screenings/").content.decode()
    assert officer.get(answer.url).status_code == 404


def test_what_is_missing_comes_back_beside_its_question_and_nothing_is_sent(world):
    incident = steps.incident_of(world)
    officer = world.client("constable")
    url = f"/screenings/incidents/{incident.pk}/screen/"
    given = typed(officer.get(url))
    first = officer.get(url).context["form"].about[0]
    answer = officer.post(url, {k: v for k, v in given.items() if k != f"{first.key}-words"})
    assert answer.status_code == 422
    assert not owners(Screening).exists()


def test_the_same_form_sent_twice_from_a_phone_is_one_screening_a_child(world):
    incident = steps.incident_of(world)
    officer = world.client("constable")
    url = f"/screenings/incidents/{incident.pk}/screen/"
    page = officer.get(url)
    given = typed(page) | {sending.FIELD: str(page.context["send_key"])}
    first, again = officer.post(url, given), officer.post(url, given)
    assert (first.status_code, again.status_code, first.url) == (302, 302, again.url)
    assert owners(Screening).count() == 3
    assert not owners(Draft).exists()


def test_a_returned_screening_stands_filled_in_with_what_is_missing(world):
    screening = steps.screened(world)
    steps.returned(world, screening)
    officer = world.client("constable")
    assert "Sent back to you (1)" in officer.get("/screenings/").content.decode()
    page = officer.get(f"/screenings/incidents/{screening.incident_id}/screen/")
    text = page.content.decode()
    assert "The school is missing" in text and "Shouting, a plate thrown. Both parents calm" in text
    back = next(a for a in page.context["form"].about if a.name == "Finn Hale")
    assert page.context["form"].initial[f"{back.key}-words"] == steps.WORDS


def test_no_screening_needed_is_said_with_its_code(world):
    incident = steps.incident_of(world, people=[steps.child(*steps.CHILDREN[0])])
    expected = owners(Expected).get()
    officer = world.client("constable")
    url = f"/screenings/expected/{expected.pk}/not-needed/"
    assert officer.post(url, {"reason": "screened_elsewhere"}).status_code == 422
    answer = officer.post(url, {"reason": "screened_elsewhere", "note": "Screened last night under TC-0, same visit."})
    assert answer.url == f"/screenings/incidents/{incident.pk}/"
    assert owners(NotNeeded).get().reason == "screened_elsewhere"
    assert "Not needed: Screened already" in officer.get("/screenings/").content.decode()


def test_the_board_names_who_never_sent_and_what_waits(world):
    screening = steps.screened(world)
    world.forward(timedelta(hours=25))
    jobs.tell_sergeants()
    sergeant = world.client("sergeant")
    board = sergeant.get("/screenings/board/").content.decode()
    assert "Never came (2)" in board and "PC 4411 Colin Constable" in board and "Waiting for you (1)" in board
    home = f"/screenings/{screening.pk}/"
    assert "Supervise it" in sergeant.get(home).content.decode()
    assert sergeant.post(home + "supervise/", {"grade": "amber"}).status_code == 422
    assert sergeant.post(home + "supervise/", {"grade": "amber", "reason": steps.WHY}).status_code == 302
    assert "Waiting for you (0)" in sergeant.get("/screenings/board/").content.decode()


def test_the_hub_takes_researches_grades_and_shares_from_the_queue(world):
    screening = steps.supervised(world, steps.screened(world))
    police, home = world.client("hub_police"), f"/screenings/{screening.pk}/"
    queue = police.get("/screenings/queue/").content.decode()
    assert "Finn Hale, 5" in queue and "graded green" in queue and steps.WORDS not in queue
    assert steps.WORDS not in police.get(home).content.decode()
    assert police.post(home + "take/").status_code == 302
    assert steps.WORDS in police.get(home).content.decode()
    assert "Share it" not in police.get(home).content.decode()
    police.post(home + "research/", {"text": "Two earlier incidents here, both shouting. Nothing on either parent."})
    police.post(home + "regrade/", {"after": "amber", "reason": steps.WHY})
    assert police.post(home + "share/", {"reason": steps.WHY}).status_code == 302
    page = police.get(home).content.decode()
    assert "Shared with the front door" in page and "green by Colin Constable" in page
    contact = owners(Screening).get(pk=screening.pk).contact_id
    assert "The officer&#x27;s grade (not ours): green" in world.client("screener").get(
        f"/contacts/{contact}/").content.decode()
    assert world.client("constable").get(f"/contacts/sent/{contact}/").status_code == 200
    assert "Police screenings" in police.get(f"/work/children/{screening.subject_id}/").content.decode()


@pytest.mark.parametrize("key", ["charlie", "alice", "nurse", "dsl", "leader", "scrutineer", "administrator",
                                 "guardian"])
def test_charlie_finds_nothing_at_any_address(world, key):
    screening = steps.screened(world)
    client, home = world.client(key), f"/screenings/{screening.pk}/"
    incident = f"/screenings/incidents/{screening.incident_id}/"
    paths = [home, *(f"{home}{step}/" for step in ("supervise", "return", "take", "share")), incident,
             f"{incident}screen/",
             f"/screenings/expected/{screening.expected_id}/not-needed/", "/screenings/queue/", "/screenings/board/"]
    assert {p: client.get(p).status_code for p in paths} == dict.fromkeys(paths, 404)
    assert client.post(f"{home}take/").status_code == 404


def test_an_officer_who_was_not_there_does_not_supervise_or_screen(world):
    screening = steps.screened(world)
    assert world.client("constable").get(f"/screenings/{screening.pk}/supervise/").status_code == 404
    assert world.client("sergeant").get(
        f"/screenings/incidents/{screening.incident_id}/screen/").status_code == 404
