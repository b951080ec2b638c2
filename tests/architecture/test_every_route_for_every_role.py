"""Every address, asked for by every role, about a child whom the reader is not tied to (S2). A new address without a
line in tests/access_matrix.py fails; hidden and absent look the same, byte for byte."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.access_matrix import MATRIX, PUBLIC
from tests.architecture.test_the_house_stands import routes
from tests.world import WORKERS

KEYS = [w[0] for w in WORKERS if w[0] != "partner"]
CANARY = "belt"


def addresses() -> list[str]:
    return sorted({path for path, _ in routes() if not path.startswith(("api/", "sign-in/", "sign-out/", "draft/"))})


def test_every_address_has_a_line_in_the_matrix():
    assert [a for a in addresses() if a not in MATRIX and a not in PUBLIC] == []
    assert [a for a in (*MATRIX, *PUBLIC) if a not in addresses()] == []


class Objects:
    """Real ids for every kind of parameter: somebody else's child, contact, person, request, answer, action, clock."""

    def __init__(self, world) -> None:
        self.contact = world.contact(others=[])
        self.other = world.contact(by_key="other_dsl")
        self.child = world.child_of(self.contact)
        with world.at_work("hub"):
            from kith.frontdoor.models import ContactPerson
            from kith.people.models import Voice
            from kith.work.models import Deadline

            self.person = ContactPerson.objects.filter(contact=self.contact).values_list("pk", flat=True)[0]
            self.voice = Voice.objects.filter(subject=self.child).values_list("pk", flat=True)[0]
            self.deadline = Deadline.objects.filter(subject=self.contact.pk).values_list("pk", flat=True)[0]

    def fill(self, path: str, absent: bool = False) -> str:
        known = {"contact": self.contact.pk, "other": self.other.pk, "child": self.child, "subject": self.child,
                 "person": self.person, "voice": self.voice, "deadline": self.deadline}

        def value(match: re.Match) -> str:
            kind, name = match.group(1), match.group(2)
            if kind == "uuid":
                return str(uuid.uuid4() if absent else known.get(name, uuid.uuid4()))
            return "1" if kind == "int" else "nothing"

        return "/" + re.sub(r"<(\w+):(\w+)>", value, path)


@pytest.fixture
def objects(world) -> Objects:
    return Objects(world)


@pytest.mark.parametrize("key", KEYS)
def test_a_role_opens_its_own_addresses_and_no_other(world, objects, key: str):
    client, wrong = world.client(key), []
    for path, allowed in MATRIX.items():
        answer = client.get(objects.fill(path))
        opened = answer.status_code in (200, 405) or (answer.status_code == 302 and "sign-in" not in answer.url)
        if opened != (key in allowed) and not ("<" in path and unknown(path) and answer.status_code == 404):
            wrong.append((path, answer.status_code, "may" if key in allowed else "may not"))
        if key not in allowed and CANARY.encode() in answer.content:
            wrong.append((path, "shows the concern"))
    assert not wrong, "\n".join(map(str, wrong))


def unknown(path: str) -> bool:
    """Addresses whose object the test's small world does not hold: only the refusal can be tested here."""
    names = set(re.findall(r"<\w+:(\w+)>", path))
    return not names <= {"contact", "other", "child", "subject", "person", "voice", "deadline"}


@pytest.mark.parametrize("key", ["charlie", "administrator", "dsl", "leader", "constable"])
def test_hidden_and_absent_are_the_same_bytes(world, objects, key: str):
    client = world.client(key)
    for path, allowed in MATRIX.items():
        if "<" in path and key not in allowed:
            hidden, absent = client.get(objects.fill(path)), client.get(objects.fill(path, absent=True))
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content), path
            hidden, absent = client.post(objects.fill(path), {}), client.post(objects.fill(path, absent=True), {})
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content), path


def test_nobody_signed_in_is_sent_to_sign_in(world, objects):
    client = world.client()
    for path in MATRIX:
        answer = client.get(objects.fill(path))
        assert answer.status_code == 302, path
        assert answer.url.startswith("/sign-in/"), path
