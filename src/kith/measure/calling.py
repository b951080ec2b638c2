"""Asking for pages inside this process as the web server would, and counting what each costs the database."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

CSRF = "k" * 32
FRAME = ("reset role", "select * from sec.enter(", "set local role", "insert into public.authority_entry (",
         "savepoint", "release savepoint", "select sec.now()")
"""Statements of the request frame: the session's context, its role, the one ledger entry. The rest is the page's."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Caller:
    """A browser without a network: one session's cookie, the application called directly."""

    token: str = ""
    application: WSGIHandler = field(default_factory=WSGIHandler)

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.call("POST", path, urlencode({**fields, "csrfmiddlewaretoken": CSRF}).encode(),
                         "application/x-www-form-urlencoded")

    def call(self, method: str, path: str, body: bytes = b"", kind: str = "", key: str = "") -> Answer:
        """One request; `key` is a partner's key for the Authorization header."""
        environ = self.environ(method, path, body, kind)
        if key:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
            told.extend((status, headers))
            return lambda content: None

        response = self.application(environ, start)
        try:
            content = b"".join(response)
        finally:
            response.close()
        return Answer(int(told[0][:3]), {k.lower(): v for k, v in told[1]}, content)

    def environ(self, method: str, path: str, body: bytes, kind: str) -> dict[str, Any]:
        path, _, query = path.partition("?")
        cookies = f"{settings.SESSION_COOKIE}={self.token}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookies, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind,
            "wsgi.input": io.BytesIO(body)}
        setup_testing_defaults(environ)
        return environ


@dataclass
class Counted:
    """Statements sent while counting."""

    frame: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    def take(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        """Django's execute wrapper: note the statement, run it."""
        opening = str(statement).strip().lower()
        (self.frame if opening.startswith(FRAME) else self.own).append(str(statement))
        return execute(statement, params, many, context)


@contextmanager
def counting() -> Iterator[Counted]:
    """Count this thread's statements."""
    counted = Counted()
    with connection.execute_wrapper(counted.take):
        yield counted


class Form(HTMLParser):
    """The fields of the form that posts to (or stands on) one address, with their first values."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.inside = path, False
        self.fields: dict[str, str] = {}
        self.typed: list[str] = []  # names of the fields a person types words into, in order

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        if tag == "form":
            here = found.get("action", self.path) in ("", self.path)
            self.inside = here and found.get("method", "").lower() == "post"
        elif self.inside and tag in ("input", "textarea") and found.get("name"):
            self.field(found, found.get("type", "text") if tag == "input" else "text")

    def field(self, found: dict[str, str], kind: str) -> None:
        if kind in ("text", "search"):
            self.typed.append(found["name"])
        if kind not in ("checkbox", "radio", "submit") or "checked" in found:
            self.fields.setdefault(found["name"], found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def read_form(path: str, html: bytes) -> Form:
    form = Form(path)
    form.feed(html.decode())
    return form
