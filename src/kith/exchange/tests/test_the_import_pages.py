"""The pages: whose rows one sees, bringing a file in, mending, comparing, downloading; absent for
everybody else."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.exchange.models import Arrival, Import
from kith.exchange.tests.examples import concern, partner, send
from kith.exchange.tests.test_a_file_is_brought_in import HEAD, ROW, bring
from kith.frontdoor.models import Contact

BAD = ROW.replace("20/11/2026 09:12", "last week")


def owners(model):
    return model.objects.using("owner")


def upload(
    world, key: str, text: str, name: str = "out.csv", kind: str = "text/csv", layout: str = "contact"
):
    return world.client(key).post(
        "/imports/new/",
        {
            "layout": layout,
            "system": "SystmOne",
            "pasted": "",
            "file": SimpleUploadedFile(name, text.encode(), kind),
        },
    )


def test_nothing_yet_teaches_what_will_stand_here(world):
    page = world.client("hub_health").get("/imports/").content.decode()
    assert "Bring a file in" in page and "Rows that could not be taken in will stand here" in page


def test_a_file_is_uploaded_and_its_page_counts_what_became_of_it(world):
    answer = upload(world, "hub_health", f"{HEAD}\n{ROW}\n{BAD.replace('H-1', 'H-2')}")
    batch = owners(Import).get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/imports/{batch.pk}/")
    page = world.client("hub_health").get(f"/imports/{batch.pk}/").content.decode()
    assert "1 of 2 rows" in page and "<strong>Received at</strong>" in page and "out.csv" in page
    assert owners(Contact).count() == 1


def test_rows_are_pasted_out_of_a_spreadsheet(world):
    text = "\n".join(line.replace(",", "\t") for line in (HEAD, ROW))
    answer = world.client("hub_health").post(
        "/imports/new/", {"layout": "contact", "system": "SystmOne", "pasted": text}
    )
    assert answer.status_code == 302
    assert owners(Contact).count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "text", "says"),
    [
        ("x.exe", "text/csv", HEAD, "Choose a CSV file"),
        ("x.csv", "image/png", HEAD, "Choose a CSV file"),
        ("x.csv", "text/csv", "name,dob\na,b", "missing"),
        ("x.csv", "text/csv", HEAD.replace("words", "word"), "Did you mean"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words_beside_the_form(world, name, kind, text, says):
    answer = upload(world, "hub_health", text, name, kind)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_refused_row_is_mended_on_its_page_and_taken(world):
    bring(world, BAD)
    row, browser = owners(Arrival).get(), world.client("hub_health")
    page = browser.get(f"/imports/rows/{row.pk}/mend/").content.decode()
    assert "last week" in page and "Write the day and time like" in page
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    fields["what_happened"] = "A bruise on the arm"
    fields["children.0.voice.words"] = "Daddy did it"
    answer = browser.post(f"/imports/rows/{row.pk}/mend/", fields | {"received_at": "20/11/2026 09:12"})
    assert answer.status_code == 302, answer.content.decode()
    assert owners(Contact).get().what_happened == "A bruise on the arm"
    assert "It became" in browser.get(answer.headers["Location"]).content.decode()


def test_a_mended_row_that_still_cannot_be_read_comes_back_with_everything_typed(world):
    bring(world, BAD)
    answer = world.client("hub_health").post(
        f"/imports/rows/{owners(Arrival).get().pk}/mend/",
        {"reference": "H-1", "received_at": "soon", "what_happened": "Typed by me"},
    )
    assert answer.status_code == 422
    assert "Typed by me" in answer.content.decode()


def test_both_texts_stand_side_by_side_and_one_is_chosen(world):
    bring(world, ROW)
    bring(world, ROW.replace("bruise", "burn"))
    row, browser = owners(Arrival).get(quarantined_at__isnull=False), world.client("hub_health")
    page = browser.get(f"/imports/rows/{row.pk}/settle/").content.decode()
    assert "<mark>bruise</mark>" in page and "<mark>burn</mark>" in page
    answer = browser.post(
        f"/imports/rows/{row.pk}/settle/", {"as_what": "new_version", "note": "They wrote again"}
    )
    assert answer.status_code == 302
    assert owners(Contact).count() == 2
    assert "They wrote again" in browser.get(f"/imports/rows/{row.pk}/").content.decode()


def test_a_row_is_put_aside_with_a_reason_only(world):
    bring(world, BAD)
    path, browser = f"/imports/rows/{owners(Arrival).get().pk}/settle/", world.client("hub_health")
    assert browser.post(path, {"as_what": "aside", "note": ""}).status_code == 422
    assert browser.post(path, {"as_what": "aside", "note": "A test row"}).status_code == 302
    assert "Waiting for a person (0)" in browser.get("/imports/").content.decode()


def test_the_rows_to_mend_are_downloaded_with_no_formula_in_them(world):
    batch = bring(world, BAD.replace("A bruise on the arm", "=HYPERLINK(1)"))
    answer = world.client("hub_health").get(f"/imports/{batch.pk}/rows-to-mend.csv")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in text and ",=HYPERLINK" not in text and "last week" in text


def test_the_download_is_mended_and_brought_in_again_as_it_is(world):
    batch = bring(world, BAD)
    text = world.client("hub_health").get(f"/imports/{batch.pk}/rows-to-mend.csv").content.decode("utf-8-sig")
    answer = upload(world, "hub_health", text.replace("last week", "20/11/2026 09:12"))
    assert answer.status_code == 302, answer.content.decode()
    assert owners(Contact).count() == 1
    assert "Waiting for a person (0)" in world.client("hub_health").get("/imports/").content.decode()


def test_a_row_that_waits_already_is_not_kept_twice(world):
    bring(world, BAD)
    assert "Nothing was added" in upload(world, "hub_health", f"{HEAD}\n{BAD}").content.decode()


def test_the_empty_file_has_the_columns_of_its_layout(world):
    text = world.client("hub_police").get("/imports/columns/police_screening.csv").content.decode("utf-8-sig")
    assert "incident_number" in text.split(",")
    assert world.client("hub_police").get("/imports/columns/other.csv").status_code == 404


def test_a_refused_message_of_a_system_stands_on_its_agencys_page(world):
    send(partner(world), "contacts", concern(received_at="2099-01-01T00:00:00+00:00"))
    assert "SYS-1001" in world.client("hub_police").get("/imports/").content.decode()
    assert "SYS-1001" in world.client("manager").get("/imports/").content.decode()
    assert "SYS-1001" not in world.client("hub_health").get("/imports/").content.decode()


def test_another_agency_sees_nothing_and_the_same_bytes_as_for_what_is_absent(world):
    bring(world, BAD)
    batch, row, browser = owners(Import).get().pk, owners(Arrival).get().pk, world.client("hub_police")
    absent = browser.get("/imports/rows/00000000-0000-7000-8000-000000000000/")
    for path in (
        f"/imports/{batch}/",
        f"/imports/{batch}/rows-to-mend.csv",
        f"/imports/rows/{row}/",
        f"/imports/rows/{row}/mend/",
        f"/imports/rows/{row}/settle/",
    ):
        answer = browser.get(path)
        assert (answer.status_code, answer.content) == (404, absent.content), path
        assert browser.post(path).status_code in (404, 405)
    assert "H-1" not in browser.get("/imports/").content.decode()


@pytest.mark.parametrize(
    "key", ["charlie", "administrator", "screener", "dsl", "constable", "leader", "partner"]
)
def test_those_who_bring_nothing_in_find_no_such_page(world, key):
    batch = bring(world, BAD)
    row = owners(Arrival).get().pk
    for path in (
        "/imports/",
        "/imports/new/",
        f"/imports/{batch.pk}/",
        f"/imports/{batch.pk}/rows-to-mend.csv",
        "/imports/columns/contact.csv",
        f"/imports/rows/{row}/",
        f"/imports/rows/{row}/mend/",
        f"/imports/rows/{row}/settle/",
    ):
        assert world.client(key).get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("hub_health", 1),
        ("manager", 1),
        ("hub_police", 0),
        ("hub_education", 0),
        ("screener", 0),
        ("nurse", 0),
        ("constable", 0),
        ("charlie", 0),
        ("administrator", 0),
        ("duty", 0),
        ("guardian", 0),
    ],
)
def test_the_database_itself_shows_a_row_to_its_agencys_hub_people_and_the_managers_only(world, key, sees):
    bring(world, BAD)
    with world.at_work(key):
        assert (Arrival.objects.count(), Import.objects.count()) == (sees, sees)
