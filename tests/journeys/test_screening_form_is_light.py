"""The officer's form over a weak signal: everything a telephone fetches at its first visit, counted on the wire, for an
incident with six children."""

from __future__ import annotations

from kith.screening.tests import steps

CHILDREN = (*steps.CHILDREN, ("Otis", "Hale", "2012-05-06", "M"), ("Wren", "Hale", "2010-07-08", "F"),
            ("Ivy", "Hale", "2009-11-12", "F"))
MOST = 150_000  # bytes: page, style sheet, scripts, with their headers


def test_the_first_visit_to_the_form_of_six_children_is_at_most_150_kb(world, visit):
    incident = steps.incident_of(world, people=[*(steps.child(*c) for c in CHILDREN), steps.mother()])
    officer = visit("constable", width=375)
    wire = officer.context.new_cdp_session(officer.page)
    fetched: dict[str, float] = {}
    addresses: dict[str, str] = {}
    wire.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    wire.on("Network.loadingFinished",
            lambda e: fetched.update({addresses.get(e["requestId"], ""): e["encodedDataLength"]}))
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    officer.go(f"/screenings/incidents/{incident.pk}/screen/")
    officer.page.wait_for_load_state("networkidle")
    assert officer.page.locator('[name$="-grade_why"]').count() == 6
    assert any(address.endswith("/screen/") for address in fetched)
    assert sum(fetched.values()) <= MOST, fetched
    officer.look()
