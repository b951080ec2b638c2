"""A real browser against the real application: every page is judged by axe, every console message is a failure."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from kith.authority import signin
from kith.kit import build
from tests.journeys.visitor import ROOT, Visitor
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's own event loop runs beside the tests
FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
FAILED = pytest.StashKey[bool]()


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Let the fixture below know that the journey failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(
    world: World, site_server: str, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """`visit("hub")`: somebody signed in; `visit()`: a member of the public; `width=375` for a phone."""
    visitors: dict[str, Visitor] = {}

    def make(key: str | None = None, *, width: int = 1280, **options) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB",
                                      timezone_id="Europe/London", **options)
        context.set_default_timeout(10_000)
        visitor = Visitor(context, site_server, has_scripts=options.get("java_script_enabled", True))
        visitors[f"{len(visitors)}-{key or 'public'}"] = visitor
        if key:
            sign_in(visitor, world, key)
        return visitor

    yield make
    for name, visitor in visitors.items():
        if request.node.stash.get(FAILED, False):
            show_failure(visitor, f"{request.node.name}-{name}")
        visitor.context.close()


def sign_in(visitor: Visitor, world: World, key: str) -> None:
    """By the demonstration's link, as the invented worker of that key; no page is opened yet."""
    link = f"{visitor.base}/sign-in/demo/{signin.demo_token(world.worker(key).pk)}/"
    visitor.context.request.get(link, max_redirects=0)


def show_failure(visitor: Visitor, name: str) -> None:
    """What this person had before them when the journey failed, for whoever mends it: a picture and the words."""
    folder = ROOT / "var" / "failed-journeys"
    folder.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=folder / f"{name}.png", full_page=True)
    (folder / f"{name}.txt").write_text(f"{visitor.path}\n{visitor.text}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.fspath):
            item.add_marker("browser")
