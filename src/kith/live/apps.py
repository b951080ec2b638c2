from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "kith.live"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.live.policy")
