"""Steps the tests of the bench take again and again, each by the page that does it."""

from __future__ import annotations

from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import Voice

REASONS = "The bruise, what Noor said and what health holds together need a strategy discussion today."
PICTURE = "School saw a mark in the shape of a belt; health treated an arm in March; police hold nothing at all."


def posted(client, url: str, **answers):
    """A form that was taken: the browser is sent on."""
    response = client.post(url, answers)
    assert response.status_code == 302, response.content.decode()[:4000]
    return response


def question(world, **changes) -> dict:
    base = {"question": "Has Noor been seen with an injury in the last 12 months?", "purpose": "To decide today",
            "agencies": [str(world.agency("health").pk), str(world.agency("police").pk)], "lawful_basis": "public_task",
            "gateway": "ca1989_s47", "family_told": "unsafe_child", "necessity": "The decision is due tonight."}
    return base | changes


def decision(voice: str, **changes) -> dict:
    base = {"chosen": "strategy", "level": "4", "indicator": "Physical harm", "rationale": REASONS, "voice": voice,
            "options_considered": "An assessment alone", "influence": "changed",
            "difference": "She named who did it."}
    return base | changes


def ready(world, grade: str = "red") -> tuple[Contact, str, str]:
    """A contact carried by its pages to the brink of a decision; (contact, its address, the child's address)."""
    contact = world.contact()
    child, at = world.child_of(contact), f"/contacts/{contact.pk}/"
    hub = world.client("hub")
    posted(hub, at + "take/")
    posted(hub, at + "grade/", grade=grade, reason="A mark and her words.")
    with world.at_work("hub"):
        people = list(ContactPerson.objects.filter(contact=contact, settled_at__isnull=True))
    for person in people:
        posted(hub, f"{at}people/{person.pk}/match/", verdict="new")
    return contact, at, f"{at}children/{child}/"


def brink(world, grade: str = "red") -> tuple[Contact, str, str, str]:
    """As `ready`, with picture and history: (contact, its address, the child's address, the voice entry)."""
    contact, at, of_child = ready(world, grade)
    hub = world.client("hub")
    posted(hub, at + "picture/", text=PICTURE)
    assert hub.get(of_child + "history/").status_code == 200
    with world.at_work("hub"):
        voice = str(Voice.objects.get(subject=world.child_of(contact)).pk)
    return contact, at, of_child, voice


def page_of(client, url: str, status: int = 200) -> str:
    """The page as text, entities as characters."""
    response = client.get(url)
    assert response.status_code == status
    return plain(response)


def plain(response) -> str:
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def refused(client, url: str, **answers) -> str:
    """A form that came back with errors, as text."""
    response = client.post(url, answers)
    assert response.status_code == 422
    return plain(response)
