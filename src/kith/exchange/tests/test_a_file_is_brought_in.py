"""CSV: happy, refused, mended, set apart, resumed, and stuck rows that a person sees."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kith.authority import policy
from kith.authority.acts import Refused
from kith.authority.models import Notice
from kith.exchange import acts, bringing, files, inbox, jobs, layouts, reads
from kith.exchange.models import Arrival, Import
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import Person, Quality, Voice

HEAD = (
    "reference,received_at,what_happened,child_given_name,child_family_name,child_dob,"
    "child_words,child_heard_by"
)
ROW = "H-1,20/11/2026 09:12,A bruise on the arm,Noor,Karim,02/05/2019,Daddy did it,Nora Named"
POLICE = (
    "reference,incident_number,received_at,happened_at,officer,tool,what_happened,child_given_name,child_family_name,"
    "child_dob,child_birth_order,child_not_heard_because,officer_grade,q: Were weapons used?"
)
INCIDENT = "21/11/2026 02:05,20/11/2026 23:10,PC 4411 Ives,VIST,Shouting"
TWINS = [
    f"T-9,T-9,{INCIDENT},Amara,Osei-Bonsu,04/09/2019,1,Asleep,amber,No",
    f"T-9,T-9,{INCIDENT},Amira,Osei-Bonsu,04/09/2019,2,Asleep,amber,No",
]


def owners(model):
    return model.objects.using("owner")


def bring(world, *lines: str, head: str = HEAD, key: str = "hub_health", layout: str = "contact") -> Import:
    with world.at_work(key) as by:
        return bringing.bring_in(
            by=by, at=by.now, layout=layout, system="SystmOne", raw="\n".join([head, *lines]).encode()
        )


def test_each_row_becomes_a_contact_from_the_partners_receipt(world):
    batch = bring(world, ROW, ROW.replace("H-1", "H-2").replace("Noor", "Ali"))
    contact = owners(Contact).get(system_ref="H-1")
    assert (contact.channel, contact.agency.key, contact.received_at.isoformat()) == (
        "import",
        "health",
        "2026-11-20T09:12:00+00:00",
    )
    assert owners(Voice).filter(words="Daddy did it").count() == 2
    with world.at_work("hub_health"):
        assert reads.progress(batch).taken == 2


def test_who_brought_it_in_may_follow_what_became_of_it(world):
    bring(world, ROW)
    contact = owners(Contact).get()
    with world.at_work("hub_health") as by:
        assert policy.leave(by, "receipt.viewed", contact.pk) is not None


def test_two_rows_of_twins_are_one_concern_about_two_children(world):
    bring(world, *TWINS, head=POLICE, key="hub_police", layout="police_screening")
    assert owners(Contact).count() == 1
    assert owners(ContactPerson).filter(role="child").count() == 2
    assert sorted(owners(Person).filter(kind="child").values_list("given_name", "birth_order")) == [
        ("Amara", 1),
        ("Amira", 2),
    ]


def test_twins_under_references_of_their_own_are_two_children_and_never_one(world):
    other = TWINS[1].replace("T-9", "T-10")
    bring(world, TWINS[0], other, head=POLICE, key="hub_police", layout="police_screening")
    links = owners(ContactPerson).filter(role="child").values_list("source_record__subject_id", flat=True)
    assert len(set(links)) == 2


def test_a_screening_keeps_why_the_child_was_not_heard_and_the_tools_answers(world):
    bring(world, *TWINS, head=POLICE, key="hub_police", layout="police_screening")
    contact = owners(Contact).get()
    assert contact.provenance["not_heard"] == {"0": "Asleep", "1": "Asleep"}
    assert "Asked: Were weapons used? Answered: No" in contact.what_happened


def test_a_row_that_cannot_be_read_is_kept_with_its_reasons_and_the_others_are_taken(world):
    bring(world, ROW, ROW.replace("H-1", "H-2").replace("20/11/2026 09:12", "last week"))
    refused = owners(Arrival).get(refused_at__isnull=False)
    assert (refused.line, refused.reasons[0]["field"]) == (3, "received_at")
    assert owners(Contact).count() == 1


def test_a_refused_row_is_mended_and_what_first_came_stays(world):
    bring(world, ROW.replace("20/11/2026 09:12", "last week"))
    with world.at_work("hub_health") as by:
        refused = reads.for_a_person().get()
        body = json.loads(refused.body) | {"received_at": "2026-11-20T09:12:00+00:00"}
        mended = acts.mend(by=by, at=by.now, arrival=refused, body=body)
        jobs.after_commit(mended.batch_id)
    assert owners(Contact).count() == 1
    assert json.loads(owners(Arrival).get(pk=refused.pk).body)["received_at"] == "last week"
    with world.at_work("hub_health") as by:
        assert reads.for_a_person().count() == 0
        with pytest.raises(Refused):
            acts.mend(by=by, at=by.now, arrival=refused, body=body)


def test_the_same_file_again_adds_nothing(world):
    bring(world, ROW)
    with pytest.raises(Refused, match="already"):
        bring(world, ROW)
    assert owners(Contact).count() == 1


def test_the_same_reference_with_another_text_is_set_apart_for_a_person(world):
    bring(world, ROW)
    bring(world, ROW.replace("bruise", "burn"))
    assert owners(Contact).get().what_happened == "A bruise on the arm"
    with world.at_work("hub_health") as by:
        apart = reads.for_a_person().get()
        acts.settle(
            by=by,
            at=by.now,
            arrival=apart,
            as_what="new_version",
            note="They wrote again.",
            body=json.loads(apart.body),
        )
    jobs.work_on_imports()
    second = owners(Contact).get(system_ref="H-1 (version 2)")
    assert second.what_happened == "A burn on the arm"
    assert "Are they one concern?" in owners(Quality).get(subject=second.pk).what


def test_what_we_hold_stands_where_a_person_says_so(world):
    bring(world, ROW)
    bring(world, ROW.replace("bruise", "burn"))
    with world.at_work("hub_health") as by:
        acts.settle(
            by=by, at=by.now, arrival=reads.for_a_person().get(), as_what="ours", note="A slip of the pen."
        )
        assert reads.for_a_person().count() == 0
    assert owners(Contact).count() == 1


def test_a_long_import_is_left_and_taken_up_again(world, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    lines = [ROW.replace("H-1", f"H-{n}").replace("Noor", f"Child{n}") for n in range(5)]
    batch = bring(world, *lines)
    with world.at_work("hub_health"):
        assert (reads.progress(batch).done, reads.progress(batch).waiting) == (2, 3)
    assert jobs.work_on_imports() == 3
    assert jobs.work_on_imports() == 0
    assert owners(Contact).count() == 5


def test_a_row_that_fails_five_times_waits_for_a_person_with_a_clock(world, monkeypatch):
    def fault(**_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(inbox.intake, "take_in", fault)
    bring(world, ROW)
    for _ in range(6):
        world.forward(timedelta(minutes=20))
        jobs.work_on_imports()
    row = owners(Arrival).get()
    assert (row.tries, row.fault, row.look_by - row.stuck_at) == (5, "RuntimeError", timedelta(minutes=30))
    assert owners(Notice).filter(path=f"/imports/rows/{row.pk}/").count() == 2
    assert "bruise" not in owners(Notice).first().text


def test_a_stuck_row_is_tried_again_by_a_person_and_taken(world, monkeypatch):
    def fault(**_):
        raise RuntimeError("a fault")

    with monkeypatch.context() as broken:
        broken.setattr(inbox.intake, "take_in", fault)
        broken.setattr(acts, "MOST_TRIES", 1)
        bring(world, ROW)
    with world.at_work("hub_health") as by:
        stuck = reads.for_a_person().get()
        acts.mend(by=by, at=by.now, arrival=stuck, body=json.loads(stuck.body))
    jobs.work_on_imports()
    assert owners(Contact).count() == 1


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("reference,recieved_at,what_happened", "Did you mean received_at?"),
        ("reference,received_at", '"what_happened" is missing'),
        (HEAD + ",shoe_size_of_cat_xyz", "Take it out"),
        (HEAD + ",reference", "there twice"),
    ],
)
def test_a_header_that_does_not_fit_is_told_column_by_column(world, head, says):
    with pytest.raises(Refused) as refused:
        bring(world, ROW, head=head)
    assert any(says in reason for reason in refused.value.reasons)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "nothing in it"),
        (HEAD.encode(), "no row"),
        (b"PK\x00\x03", "not a CSV file"),
        (b"\x81\x8d" + HEAD.encode(), "letters cannot be read"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (f'{HEAD}\n"H-1,x'.encode(), "quotation mark"),
        (f"{HEAD}\nH-1,a,b".encode(), "Line 2 does not have"),
    ],
)
def test_a_file_that_is_no_csv_is_refused_in_words(world, raw, says):
    with world.at_work("hub_health") as by, pytest.raises(Refused) as refused:
        bringing.bring_in(by=by, at=by.now, layout="contact", system="SystmOne", raw=raw)
    assert says in refused.value.reasons[0]


def test_a_file_of_an_older_spreadsheet_keeps_its_letters(world):
    with world.at_work("hub_health") as by:
        bringing.bring_in(
            by=by,
            at=by.now,
            layout="contact",
            system="SystmOne",
            raw=f"{HEAD}\n{ROW}".replace("Noor", "Zoë").encode("cp1252"),
        )
    assert owners(Person).filter(given_name="Zoë").count() == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("22/11/2026 10:15", "2026-11-22T10:15:00+00:00"),
        ("01/07/2026 10:15", "2026-07-01T10:15:00+01:00"),
        ("1/7/2026 10:15", "2026-07-01T10:15:00+01:00"),
        ("2026-11-22T10:15:00Z", "2026-11-22T10:15:00+00:00"),
        ("25/10/2026 01:30", "2026-10-25 01:30"),
        ("29/03/2026 01:30", "2026-03-29 01:30"),
        ("yesterday", "yesterday"),
        ("22/11/2026", "2026-11-22"),
    ],
)
def test_a_time_is_londons_unless_that_hour_came_twice_or_never(written, read):
    assert files.moment(written) == read


def test_a_cell_that_looks_like_a_formula_is_neutralised_and_comes_back(world):
    text = files.write(["a", "b"], [{"a": "=1+1", "b": "@x"}, {"a": "-2", "b": "plain"}])
    assert text.splitlines() == ["a,b", "'=1+1,'@x", "'-2,plain"]
    assert files.tidy("what_happened", "'=1+1") == "=1+1"


def test_a_message_written_out_as_rows_is_read_back_the_same():
    head = POLICE.split(",")
    rows = [dict(zip(head, line.split(","), strict=True)) for line in TWINS]
    body = next(layouts.joined([(n, layouts.message("police_screening", r)) for n, r in enumerate(rows)]))[1]
    again = [layouts.message("police_screening", r) for r in layouts.rows("police_screening", body)]
    assert next(layouts.joined(list(enumerate(again))))[1] == body
