from importlib import import_module

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "kith.work"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.work.policy")
        import_module("kith.work.clocks")
