"""At 375 pixels the main pages stand before axe, and nothing scrolls sideways."""

from __future__ import annotations

from kith.frontdoor.tests.bench.steps import brink, posted, question


def test_staff_pages_fit_a_phone(world, visit):
    contact, at, of_child, _ = brink(world)
    posted(world.client("hub"), f"{at}ask/", **question(world, children=[str(world.child_of(contact))]))
    child = of_child.split("/")[4]
    for key, paths in {
        "manager": ("/work/", at, f"{at}tell/", f"{of_child}history/", f"{of_child}decide/", f"{of_child}position/",
                    f"/work/children/{child}/", "/work/today/", "/work/search/", "/contacts/phone/", "/imports/new/"),
        "hub_health": ("/questions/",),
        "dsl": ("/contacts/new/", f"/contacts/sent/{contact.pk}/"),
    }.items():
        worker = visit(key, width=375)
        for path in paths:
            worker.go(path)
            assert worker.path == path
