"""Correcting and completing a person by page: the id stays, every refusal keeps what was typed, nobody else may."""

from __future__ import annotations

from kith.people.arrivals import Arriving
from kith.people.index.tests.steps import arrives, child
from kith.people.models import Identifier, Person, Quality, SourceRecord
from kith.work import acts as work

NOOR = child("Noor", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F")
LEO = child("Leo", "Marsh", "2014-03-02", sex="M")
NUMBER = "9434765919"
PAGES = ("correct/", "name/", "number/")


def where(subject, step: str = "") -> str:
    return f"/work/people/persons/{subject}/{step}"


def sent(world, key: str, path: str, **answers) -> str:
    response = world.client(key).post(path, answers)
    assert response.status_code == 302, response.content.decode()[:3000]
    return response["Location"]


def refused(world, key: str, path: str, **answers) -> str:
    response = world.client(key).post(path, answers)
    assert response.status_code == 422
    return response.content.decode().replace("&#x27;", "'")


def of(world, subject) -> Person:
    with world.at_work("hub"):
        return Person.objects.get(pk=subject)


def test_a_correction_changes_the_line_and_becomes_a_record_of_the_council(world):
    noor, _ = arrives(world, NOOR)
    said = {"given_name": "Noura", "family_name": "Karim", "born_on_day": "3", "born_on_month": "5",
            "born_on_year": "2019", "sex": "F"}  # fmt: skip
    assert sent(world, "hub", where(noor, "correct/"), **said) == f"/work/children/{noor}/"
    assert (of(world, noor).name, of(world, noor).born_on.isoformat()) == ("Noura Karim", "2019-05-03")
    with world.at_work("hub"):
        kept = SourceRecord.objects.get(subject_id=noor, system="hub")
    assert (kept.fields["given_name"], kept.fields["dob"]) == ("Noura", "2019-05-03")
    assert "Nothing is changed yet" in refused(world, "hub", where(noor, "correct/"), **said)


def test_a_number_that_somebody_else_holds_is_refused_kept_and_asked_about(world):
    noor, _ = arrives(world, NOOR)
    leo, _ = arrives(world, LEO)
    assert sent(world, "hub", where(noor, "number/"), scheme="nhs", value="943 476 5919")
    shown = refused(world, "hub", where(leo, "number/"), scheme="nhs", value=NUMBER)
    assert "two children cannot share one number" in shown and f'value="{NUMBER}"' in shown
    assert "last digit does not fit" in refused(world, "hub", where(leo, "number/"), scheme="nhs", value="9434765918")
    with world.at_work("hub"):
        assert Identifier.objects.filter(scheme="nhs").count() == 1
        assert Quality.objects.get().what == "NHS number ending 5919 was given for two people"


def test_another_name_is_shown_among_the_names_and_finds_the_child(world):
    noor, _ = arrives(world, NOOR)
    assert "Write the name" in refused(world, "hub", where(noor, "name/"), type="alias")
    sent(world, "hub", where(noor, "name/"), given_name="نور", family_name="كريم", type="transliterated")
    client = world.client("hub")
    assert "نور كريم" in client.get(f"/work/children/{noor}/").content.decode()
    assert f"/work/children/{noor}/" in client.post("/work/search/", {"q": "نور كريم"}).content.decode()


def test_only_an_unborn_child_is_born_and_not_tomorrow(world):
    noor, _ = arrives(world, NOOR)
    assert world.client("hub").get(where(noor, "born/")).status_code == 404
    baby, _ = arrives(world, Arriving(family_name="Frost", expected_dob="2027-06-11"))
    assert "Record the birth" in world.client("hub").get(f"/work/children/{baby}/").content.decode()
    later = {"born_on_day": "1", "born_on_month": "6", "born_on_year": "2099", "given_name": "Oscar", "sex": "M"}
    assert 'value="Oscar"' in refused(world, "hub", where(baby, "born/"), **later)
    sent(world, "hub", where(baby, "born/"), **{**later, "born_on_year": "2026"})
    assert of(world, baby).name == "Oscar Frost"
    assert world.client("hub").get(where(baby, "born/")).status_code == 404


def test_whoever_works_with_the_child_may_correct_the_name_but_gives_no_number(world):
    noor, _ = arrives(world, NOOR)
    for key in ("alice", "charlie", "administrator", "hub_police", "dsl", "leader"):
        for page in PAGES:
            assert world.client(key).get(where(noor, page)).status_code == 404, (key, page)
            assert world.client(key).post(where(noor, page), {"given_name": "X"}).status_code == 404, (key, page)
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=noor, agency=by.agency_id, kind="child in need",
                     worker=world.worker("alice").pk)  # fmt: skip
    shown = world.client("alice").get(f"/work/children/{noor}/").content.decode()
    assert where(noor, "correct/") in shown and where(noor, "number/") not in shown and where(noor) + '"' not in shown
    assert world.client("alice").get(where(noor, "number/")).status_code == 404
    sent(world, "alice", where(noor, "name/"), given_name="Nono", type="known_as")
    assert "Nono" in world.client("hub").get(f"/work/children/{noor}/").content.decode()


def test_a_number_held_is_verified_and_only_whose_number_it_is_not_is_told_of_another_child(world):
    noor, _ = arrives(world, NOOR)
    sent(world, "hub", where(noor, "number/"), scheme="nhs", value=NUMBER)
    again = refused(world, "hub", where(noor, "number/"), scheme="nhs", value=NUMBER)
    assert "This person has this number already." in again and "Another child" not in again
    shown = world.client("hub").get(where(noor, "number/")).content.decode()
    assert "not verified" in shown and f'value="{NUMBER}"' in shown
    sent(world, "hub", where(noor, "number/"), scheme="nhs", value=NUMBER, verified="on")
    with world.at_work("hub"):
        assert Identifier.objects.get(subject_id=noor).verified
        assert not Quality.objects.exists()


def test_the_share_of_verified_numbers_leads_to_the_children_who_lack_one(world):
    noor, record = arrives(world, NOOR)
    leo, _ = arrives(world, LEO)
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=leo, agency=by.agency_id, kind="child protection plan")
    sent(world, "hub", where(noor, "number/"), scheme="nhs", value=NUMBER)
    figures = world.client("manager").get("/work/people/quality/").content.decode()
    without = f"/work/people/quality/without/{record.agency_id}/"
    assert "Of 2 children here, 0% do (0)" in figures and f'href="without/{record.agency_id}/"' in figures
    page = world.client("manager").get(without).content.decode()
    assert page.index("Leo Marsh") < page.index("Noor Karim") and f"{NUMBER}, not verified" in page
    sent(world, "hub", where(noor, "number/"), scheme="nhs", value=NUMBER, verified="on")
    assert "Noor Karim" not in world.client("manager").get(without).content.decode()
    assert "50% do (1)" in world.client("manager").get("/work/people/quality/").content.decode()
    for key in ("charlie", "hub_police", "alice", "administrator"):
        assert world.client(key).get(without).status_code == 404
