"""`kith live`: the process that tells open pages of changes."""

from __future__ import annotations

import argparse
import resource
import socket
from typing import Any

import uvicorn

from kith.live.application import Application
from kith.live.front import Front

NEEDS_FILES = 65536  # a listener is an open file


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="kith live", description="Tell open pages of changes.")
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=int, default=8001)
    made.add_argument("--in-front-of", metavar="HOST:PORT", help="also pass all other pages on to the web server there")
    return made


def live(argv: list[str]) -> int:
    """Serve until SIGTERM. Behind a proxy, send it `/live/` alone, unbuffered; without one, put it in front."""
    given = parser().parse_args(argv)
    allow_files()
    server(Application(front=behind(given.in_front_of)), given.host, given.port).run()
    return 0


def behind(where: str | None) -> Front | None:
    if not where:
        return None
    host, _, port = where.rpartition(":")
    return Front(host, int(port))


class Server(uvicorn.Server):
    """uvicorn, which would wait for open streams for ever: here they are ended first."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        application: Any = self.config.app
        application.streams.end()
        await super().shutdown(sockets)


def server(application: Application, host: str, port: int) -> Server:
    """As we run it: no log of addresses (they name sittings), no header that the web server already sends."""
    return Server(uvicorn.Config(application, host=host, port=port, http="httptools", loop="asyncio", ws="none",
                                 lifespan="on", access_log=False, server_header=False, date_header=False,
                                 proxy_headers=False, log_level="warning", timeout_graceful_shutdown=5, backlog=2048))


def allow_files() -> None:
    """As many open files as this account may have, up to what thousands of listeners need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, NEEDS_FILES) if hard != resource.RLIM_INFINITY else NEEDS_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
