"""A board of a few lines behind the real live process: no database, so that the page's own script is what is tried."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from html import escape
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from kith.kit.build import BUILT
from kith.live import command
from kith.live.application import Application
from kith.live.front import Front
from kith.machine import processes

TOPIC = UUID("01900000-0000-7000-8000-000000000001")
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Board</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/kith.css"></head>
<body class="kit-staff"><header data-sign-in="/sign-in/"></header><main><h1>Board</h1>
<p class="kit-live" role="status" data-live="/live/sitting/{topic}/" data-live-version="{version}">Load it again.</p>
<script src="/static/live.js" defer></script>
<section data-live-part="list"><ul>{rows}</ul><details id="more"><summary>More</summary><p>Open</p></details></section>
<section data-live-part="impact">{form}</section></main><script src="/static/kith.js" defer></script></body></html>"""
FORM = """<form id="impact" method="post" action="/" data-live-send data-draft="/draft/">
<input type="hidden" name="version" value="{held}">{both}<label for="text">Impact on the child now</label>
<textarea id="text" name="text">{text}</textarea><button type="submit">Save</button><p data-draft-status></p></form>"""
BOTH = '<div class="govuk-error-summary" tabindex="-1"><p>Saved before you:</p><blockquote>{theirs}</blockquote></div>'


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """The tests' own report is enough."""


class Board:
    """What the small application holds; also stands in for the database of the live process."""

    def __init__(self) -> None:
        self.version, self.held, self.text = 1, 1, ""
        self.rows, self.is_open, self.signed_in = ["Ellie, 13"], True, True
        self.drafts: list[str] = []
        self.polls: list[str] = []
        self.news_for: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue]] = []

    def change(self, **values) -> None:
        """Somebody else does something, and every open page is told."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        for loop, queue in self.news_for:
            loop.call_soon_threadsafe(queue.put_nowait, (TOPIC, self.version))

    def somebody_writes(self, text: str) -> None:
        self.change(text=text, held=self.held + 1)

    # The live process's questions.
    async def open(self) -> None:
        self.news_for.clear()

    async def close(self) -> None:
        self.news_for.clear()

    async def look(self, token: str, kind: str, topic: UUID) -> int | str:
        return self.version if self.signed_in else "signed-out"

    async def news(self, watched: Iterable[UUID]) -> AsyncIterator[tuple[UUID, int]]:
        queue: asyncio.Queue = asyncio.Queue()
        self.news_for.append((asyncio.get_running_loop(), queue))
        while True:
            yield await queue.get()

    # The web server's pages.
    def __call__(self, environ, start_response):
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/static/"):
            return answer(start_response, "200 OK", (BUILT / path.rsplit("/", 1)[1]).read_bytes(), path)
        given = parse_qs(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode())
        if path == "/draft/":
            self.drafts.append(given["text"][0])
            return answer(start_response, "200 OK", b"{}")
        if not self.signed_in:
            start_response("302 Found", [("Location", "/sign-in/"), ("Content-Length", "0")])
            return [b""]
        if method == "POST":
            return self.saved(given, start_response)
        self.polls.append(environ.get("HTTP_X_KITH_POLL", ""))
        return answer(start_response, "200 OK", self.page(self.text))

    def saved(self, given, start_response):
        text = given.get("text", [""])[0]
        if int(given["version"][0]) != self.held:
            return answer(start_response, "422 Unprocessable Content", self.page(text, BOTH.format(theirs=self.text)))
        self.somebody_writes(text)
        start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
        return [b""]

    def page(self, text: str, both: str = "") -> bytes:
        rows = "".join(f'<li id="row-{n}">{escape(row)}</li>' for n, row in enumerate(self.rows))
        form = FORM.format(held=self.held, text=escape(text), both=both) if self.is_open else "<p>Decided.</p>"
        return PAGE.format(topic=TOPIC, version=self.version, rows=rows, form=form).encode()


def answer(start_response, status: str, body: bytes, path: str = "/x.html"):
    kind = {"css": "text/css", "js": "text/javascript"}.get(path.rsplit(".", 1)[1], "text/html; charset=utf-8")
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


class Site:
    """The board's web server with the live process in front, which can be stopped and started again."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.web = make_server("127.0.0.1", 0, board, Server, Quiet)
        threading.Thread(target=self.web.serve_forever, daemon=True).start()
        self.port = processes.free_port("127.0.0.1", None)
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        application = Application(self.board, Front("127.0.0.1", self.web.server_port))  # type: ignore[arg-type]
        self.server = command.server(application, "127.0.0.1", self.port)
        self.running = threading.Thread(target=self.server.run, daemon=True)
        self.running.start()
        until(lambda: self.server.started)

    def stop(self) -> None:
        self.server.should_exit = True
        self.running.join(10)

    def close(self) -> None:
        self.stop()
        self.web.shutdown()


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
