"""The real web server: memory of its two workers, weight of the public pages over the wire, requests to other hosts."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from kith.machine import processes, surroundings
from kith.measure import ground
from kith.measure.marks import Row, against, beside
from kith.measure.timing import children, memory

GUNICORN = ("-m", "gunicorn", "kith.config.wsgi:application", "--worker-class", "gthread", "--workers", "2",
            "--threads", "4", "--no-control-socket", "--log-level", "error")
ROUNDS = 4
MOST_PAGES = 60
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("form", "action"),
          ("video", "src"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("use", "href"), ("image", "href")}
RELATIONS = ("stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch")
IN_STYLE = re.compile(rb"(?:url\(|@import)\s*['\"]?([^'\")\s;]+)")
IN_SCRIPT = re.compile(rb"""(?:(?:fetch|import|open|EventSource|WebSocket|sendBeacon|importScripts)\(|\.src\s*=)"""
                       rb"""[^;]{0,40}?['"`]((?:https?:|wss?:)?//[^'"`\s]+)""")
POLICY = "default-src 'none'"


class Parts(HTMLParser):
    """What a page makes a browser fetch, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        for name, value in found.items():
            loaded = (tag, name) in LOADED and value and not value.startswith(("data:", "#"))
            if loaded and (tag != "link" or found.get("rel", "") in RELATIONS):
                self.loads.append(value)


@dataclass
class Server:
    """A running gunicorn."""

    port: int
    pid: int

    def fetch(self, path: str, token: str = "") -> tuple[int, http.client.HTTPMessage, bytes, int]:
        """(status, headers, body as sent, bytes over the wire) with gzip accepted, as a browser asks."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": f"localhost:{self.port}", "Accept-Encoding": "gzip"}
        if token:
            headers["Cookie"] = f"{settings.SESSION_COOKIE}={token}"
        try:
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            body = answer.read()
        finally:
            link.close()
        return answer.status, answer.headers, body, len(body) + len(bytes(answer.headers)) + 17  # 17: status line

    def memory(self) -> tuple[float, float]:
        """(PSS, RSS) of the workers together, in MB."""
        found = [memory(pid) for pid in children(self.pid)]
        return sum(pss for pss, _ in found), sum(rss for _, rss in found)


@contextmanager
def server() -> Iterator[Server]:
    """gunicorn as the demo starts it, without the owner's login, on a free port."""
    port = processes.free_port("127.0.0.1", None)
    told = {**surroundings.without_owner(ground.here()), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    log = Path(settings.STATE) / "web.log"
    with log.open("wb") as out:
        web = subprocess.Popen([sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}"], env=told,
                               stdout=out, stderr=subprocess.STDOUT)
    try:
        yield wait_for(Server(port, web.pid), log)
    finally:
        web.terminate()
        web.wait(20)


def wait_for(web: Server, log: Path, seconds: float = 30) -> Server:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            web.fetch("/robots.txt")
            return web
        except OSError:
            time.sleep(0.1)
    last = (log.read_text().strip().splitlines() or ["no message"])[-1]
    raise ground.Unready(f"The web server did not start: {last}")


def run(token: str, paths: Sequence[str], rounds: int = ROUNDS) -> tuple[list[Row], list[str]]:
    """Serve the staff's pages for a while, then weigh memory and the public site."""
    with server() as web:
        seen = [web.fetch(path, token)[0] for _ in range(rounds) for path in paths]
        pss, rss = web.memory()
        weights, outside, notes = public_site(web)
        outside += [found for path in paths for found in look(web, path, token).outside]
    rows = [against("pages.memory", pss, note=f"PSS; RSS {rss:.0f} MB, after {len(seen)} requests"),
            against("pages.hosts", len(outside), note="; ".join(outside[:3]))]
    if not weights:
        return rows, [*notes, "No public page answered: none was weighed."]
    heaviest = max(weights, key=lambda path: weights[path])
    return [*rows, against("pages.public", weights[heaviest] / 1e3, note=f"{heaviest}; HTML, styles, scripts, images"),
            beside("public pages weighed", len(weights), "", "count")], notes


@dataclass
class Look:
    """One page with what it loads: bytes of a first visit, requests to other hosts, links on this host."""

    shown: bool = False
    sent: int = 0
    outside: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def look(web: Server, path: str, token: str = "") -> Look:
    """Fetch a page and everything it makes a browser fetch."""
    status, headers, body, sent = web.fetch(path, token)
    if status != 200 or "html" not in headers.get("Content-Type", ""):
        return Look()
    parts = read(opened(headers, body))
    found = Look(True, sent, [one for one in parts.loads if is_elsewhere(web, one)], own(web, path, parts.links))
    if POLICY not in headers.get("Content-Security-Policy", ""):
        found.outside.append(f"{path} has no content security policy")
    for one in dict.fromkeys(own(web, path, parts.loads)):
        _, told, content, weight = web.fetch(one, token)
        found.sent += weight
        found.outside += named_elsewhere(web, opened(told, content), told.get("Content-Type", ""))
    return found


def named_elsewhere(web: Server, content: bytes, kind: str) -> list[str]:
    """Other hosts that a style sheet or a script fetches from."""
    pattern = IN_STYLE if "css" in kind else IN_SCRIPT if "javascript" in kind else None
    names = pattern.findall(content) if pattern else []
    return [name.decode() for name in names if is_elsewhere(web, name.decode())]


def public_site(web: Server) -> tuple[dict[str, int], list[str], list[str]]:
    """Walk the public site by its links from the first page: bytes by page, requests elsewhere, notes."""
    waiting, seen = ["/"], {"/"}
    weights: dict[str, int] = {}
    outside: list[str] = []
    while waiting and len(weights) < MOST_PAGES:
        path = waiting.pop(0)
        found = look(web, path)
        if not found.shown:
            continue
        weights[path] = found.sent
        outside += found.outside
        fresh = [p for p in dict.fromkeys(map(plain, found.links)) if p not in seen and not p.startswith("/static/")]
        seen.update(fresh)
        waiting += fresh
    notes = [f"More than {MOST_PAGES} public pages: the rest was not weighed."] if waiting else []
    return weights, outside, notes


def opened(headers: http.client.HTTPMessage, body: bytes) -> bytes:
    return gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body


def read(body: bytes) -> Parts:
    parts = Parts()
    parts.feed(body.decode(errors="replace"))
    return parts


def plain(address: str) -> str:
    return urlsplit(address).path


def own(web: Server, path: str, addresses: Sequence[str]) -> list[str]:
    """Those of `addresses` on this host, as paths with their query."""
    return [absolute(path, one) for one in addresses
            if not is_elsewhere(web, one) and not one.startswith(("mailto:", "tel:", "#", "javascript:"))]


def absolute(path: str, address: str) -> str:
    parts = urlsplit(urljoin(path, address))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_elsewhere(web: Server, address: str) -> bool:
    host = urlsplit(address).netloc
    return bool(host) and host not in (f"localhost:{web.port}", f"127.0.0.1:{web.port}", "localhost")
