"""The web server with the live process in front of it, as the demo starts them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from kith.machine import processes, surroundings
from kith.measure import ground, served
from kith.measure.served import Server
from kith.measure.timing import children


@dataclass
class Site:
    """Where pages and streams are asked for."""

    web: Server
    port: int
    live: subprocess.Popen[bytes] = field(init=False)

    @property
    def parts(self) -> list[int]:
        """Every process that serves: the live one, and the web server with its workers."""
        return [self.live.pid, self.web.pid, *children(self.web.pid)]

    def start(self) -> None:
        told = {**surroundings.without_owner(ground.here()), "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        log = Path(settings.STATE) / "live.log"
        with log.open("ab") as out:
            self.live = subprocess.Popen(
                [sys.executable, "-m", "kith", "live", "--port", str(self.port), "--in-front-of",
                 f"127.0.0.1:{self.web.port}"], env=told, stdout=out, stderr=subprocess.STDOUT)
        served.wait_for(Server(self.port, self.live.pid), log)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.live.send_signal(how)
        self.live.wait(20)

    def kill_a_web_worker(self) -> None:
        """As the machine does when memory runs out: no goodbye."""
        os.kill(children(self.web.pid)[0], signal.SIGKILL)


@contextmanager
def site() -> Iterator[Site]:
    """Both on free ports, without the owner's login."""
    with served.server() as web:
        made = Site(web, processes.free_port("127.0.0.1", None))
        made.start()
        try:
            yield made
        finally:
            made.stop()
