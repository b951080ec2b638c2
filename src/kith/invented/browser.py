"""A small browser for walking through the application over HTTP: pages, links, and forms filled in by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

SECONDS = 30
SILENT = {"script", "style", "template", "svg"}
VOID = {"input", "img", "br", "hr", "meta", "link"}
Answers = Mapping[str, "str | Iterable[str]"]


class Unexpected(Exception):
    """The application did not do what the walk expects; the message says what was seen instead."""


@dataclass
class Form:
    """A form as it stands on the page: what a browser would send, and the buttons that send it."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)    # sent as they are
    names: set[str] = field(default_factory=set)                   # everything that can be filled in
    choices: dict[str, list[str]] = field(default_factory=dict)    # radios, ticks and lists: values in order
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words

    def filled(self, answers: Answers, button: str) -> list[tuple[str, str]]:
        """The pairs to post. Unexpected where a name or a button is not on the form."""
        if missing := set(answers) - self.names:
            raise Unexpected(f"no field {', '.join(sorted(missing))}; the form has {', '.join(sorted(self.names))}")
        kept = [(name, value) for name, value in self.fields if name not in answers]
        for name, value in answers.items():
            kept += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return kept + self.pressed(button)

    def pressed(self, button: str) -> list[tuple[str, str]]:
        """What the button adds: the one of these words or this value, else the first."""
        wanted = [b for b in self.buttons if button in (b[1], b[2])] if button else self.buttons
        if not wanted:
            raise Unexpected(f"no button {button!r}; there are {[b[2] for b in self.buttons]}")
        name, value, _ = wanted[0]
        return [(name, value)] if name else []


class Reader(HTMLParser):
    """Collects text, links, the error summary and forms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.errors: list[str] = []
        self._open: list[str] = []
        self._in_errors = 0
        self._form: Form | None = None
        self._list: tuple[str, list[tuple[str, bool]]] | None = None
        self._words: list[str] | None = None
        self._doing: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow the page down; void elements are not followed."""
        got = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
            if not self._in_errors and "error-summary" in (got.get("class") or "").split("__")[0] and tag == "div":
                self._in_errors = len(self._open)
        if tag == "form":
            self._form = Form(got.get("action") or "")
            self.forms.append(self._form)
        elif tag in ("a", "button", "textarea"):
            self._words, self._doing = [], got
        elif self._form is not None:
            self._field(tag, got)

    def _field(self, tag: str, got: dict[str, str | None]) -> None:
        assert self._form is not None
        name, value = got.get("name") or "", got.get("value")
        if tag == "select" and name:
            self._form.names.add(name)
            self._list = (name, [])
        elif tag == "option" and self._list:
            self._list[1].append((value or "", "selected" in got))
        elif tag == "input" and name and got.get("type") not in ("submit", "button"):
            self._input(name, got)

    def _input(self, name: str, got: dict[str, str | None]) -> None:
        assert self._form is not None
        self._form.names.add(name)
        value = got.get("value")
        if got.get("type") in ("radio", "checkbox"):
            self._form.choices.setdefault(name, []).append(value or "on" if value is None else value)
            if "checked" in got:
                self._form.fields.append((name, value if value is not None else "on"))
        else:
            self._form.fields.append((name, value or ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what is open down to this tag."""
        if tag in ("a", "button", "textarea") and self._words is not None:
            self._close(tag, "".join(self._words))
        if tag == "select" and self._list and self._form is not None:
            self._choose(*self._list)
        if tag == "form":
            self._form = None
        while self._open and self._open.pop() != tag:
            pass
        if self._in_errors > len(self._open):
            self._in_errors = 0

    def _choose(self, name: str, options: list[tuple[str, bool]]) -> None:
        assert self._form is not None
        self._form.choices[name] = [value for value, _ in options]
        picked = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
        self._form.fields += [(name, value) for value in picked]
        self._list = None

    def _close(self, tag: str, words: str) -> None:
        got, said = self._doing, " ".join(words.split())
        if tag == "a" and got.get("href"):
            self.links.append((got["href"] or "", said))
        elif tag == "textarea" and self._form is not None and got.get("name"):
            self._form.names.add(got["name"] or "")
            self._form.fields.append((got["name"] or "", words.removeprefix("\n")))
        elif tag == "button" and self._form is not None and got.get("type", "submit") == "submit":
            self._form.buttons.append((got.get("name") or "", got.get("value") or "", said))
        self._words = None

    def handle_data(self, data: str) -> None:
        """Text, also into the link, button or error summary that is open."""
        if SILENT & set(self._open):
            return
        if self._words is not None:
            self._words.append(data)
        if self._in_errors:
            self.errors.append(data)
        self.text.append(data)


@dataclass(frozen=True)
class Page:
    """An answer: its final address, status and bytes, read."""

    url: str
    status: int
    body: bytes
    reader: Reader

    @property
    def text(self) -> str:
        """The words on the page, one space between any two."""
        return " ".join(" ".join(self.reader.text).split())

    @property
    def errors(self) -> str:
        """The error summary's words, empty where there is none."""
        return " ".join(" ".join(self.reader.errors).split())

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def links(self, pattern: str) -> list[str]:
        """Addresses of links that this expression matches from their beginning, each once, in order."""
        return list(dict.fromkeys(url for url, _ in self.reader.links if re.match(pattern, url)))

    def form(self, *names: str, button: str = "") -> Form:
        """The first form with all these fields and this button. Unexpected where there is none."""
        for form in self.reader.forms:
            if set(names) <= form.names and (not button or any(button in (b[1], b[2]) for b in form.buttons)):
                return form
        wanted = ", ".join(names) or button
        raise Unexpected(f"{self.path} ({self.status}) has no form with {wanted}: {self.text[:300]}")

    def found(self, pattern: str, what: str) -> str:
        """The first match of this expression in the words of the page. Unexpected where there is none."""
        if match := re.search(pattern, self.text):
            return match.group(0)
        raise Unexpected(f"{self.path} shows no {what}: {self.text[:300]}")


class Browser:
    """One person's browser: it keeps cookies and follows redirects."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        cookies = CookieJar(DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainLiberal))
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(cookies))

    def get(self, path: str, *, status: int = 200) -> Page:
        """A page. Unexpected where the status is another one."""
        return self._ask(Request(urljoin(f"{self.base_url}/", path)), status)

    def send(self, page: Page, form: Form, answers: Answers, button: str = "", *, status: int = 200) -> Page:
        """The form posted with these answers, as pressing the button would. Unexpected where it is refused."""
        data = urlencode(form.filled(answers, button)).encode()
        request = Request(urljoin(page.url, form.action or page.url), data, method="POST")
        request.add_header("Origin", self.base_url)
        return self._ask(request, status)

    def _ask(self, request: Request, status: int) -> Page:
        try:
            answer = self.opener.open(request, timeout=SECONDS)
        except HTTPError as refused:
            answer = refused
        except (URLError, TimeoutError) as problem:
            raise Unexpected(f"{request.full_url} does not answer: {problem}") from None
        with answer:
            page = _read(answer.geturl(), answer.status or 0, answer.read())
        if page.status != status:
            why = page.errors or page.text[:300]
            raise Unexpected(f"{request.get_method()} {page.path} gave {page.status}, not {status}: {why}")
        return page


def _read(url: str, status: int, body: bytes) -> Page:
    reader = Reader()
    reader.feed(body.decode("utf-8", "replace"))
    reader.close()
    return Page(url, status, body, reader)
