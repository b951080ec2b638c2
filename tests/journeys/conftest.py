"""A real browser against the real application: every page is judged by axe, every console message is a failure."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kith.authority import signin
from kith.kit import build
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's own event loop runs beside the tests
FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("KITH_PICTURES") or ROOT / "var" / "pictures")


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """The tests' own report is enough."""


def application(environ, start_response):
    """The site as it is, with this thread's database connections given back after each request."""
    answer = WSGI(environ, start_response)
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    connections.close_all()
    return [body]


WSGI: Callable = lambda *a: []  # noqa: E731


@pytest.fixture(scope="session")
def site_server() -> Iterator[str]:
    global WSGI
    build.build()
    WSGI = get_wsgi_application()
    server = make_server("127.0.0.1", 0, application, Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("KITH_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("No browser. Install Chromium (`apt install chromium`) or set KITH_BROWSER.", pytrace=False)
    with sync_playwright() as playwright:
        flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
        engine = playwright.chromium.launch(executable_path=found, args=flags)
        yield engine
        engine.close()


class Visitor:
    """One person at a screen. Collects what goes wrong behind the page; looks at each page with axe."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.page: Page = context.new_page()
        self.trouble: list[str] = []
        self.page.on("console", lambda m: self.trouble.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.trouble.append(str(e)))
        self.page.on("request", self.only_here)

    def only_here(self, request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.trouble.append(f"a request to another host: {request.url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.look()
        return self.page

    def look(self) -> None:
        """axe, no sideways scroll, a title and one h1, nothing in the console."""
        found = Axe().run(self.page, options={"resultTypes": ["violations"]})
        assert not found.response["violations"], found.generate_report()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), self.page.url
        assert self.page.locator("h1").count() == 1, self.page.url
        noise = [t for t in self.trouble if "404" not in t and "422" not in t]
        assert not noise, noise

    def press(self, name: str) -> Page:
        """Press a button or follow a link by its words, then look at what comes."""
        target = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        target.click()
        self.page.wait_for_load_state()
        self.look()
        return self.page

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def visit(world: World, site_server: str, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("hub")`: somebody signed in; `visit()`: a member of the public; `width=375` for a phone."""
    contexts: list[BrowserContext] = []

    def make(key: str | None = None, *, width: int = 1280, **options) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB",
                                      timezone_id="Europe/London", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitor = Visitor(context, site_server)
        if key:
            visitor.page.goto(f"{site_server}/sign-in/demo/{signin.demo_token(world.worker(key).pk)}/")
        return visitor

    yield make
    for context in contexts:
        context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.fspath):
            item.add_marker("browser")
