from importlib import import_module

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "kith.instruments"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.instruments.policy")
