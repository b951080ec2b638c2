from importlib import import_module

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "kith.frontdoor"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.frontdoor.policy")
        import_module("kith.frontdoor.deciding")
        import_module("kith.frontdoor.naming")
        import_module("kith.frontdoor.reliance")
        import_module("kith.frontdoor.agenda")
