from importlib import import_module

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "kith.screening"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.screening.policy")
        import_module("kith.screening.agenda")
        import_module("kith.screening.acts")
        import_module("kith.screening.line")
        import_module("kith.screening.escalation")
        import_module("kith.screening.many")
        import_module("kith.screening.reliance")
        import_module("kith.screening.sampling")
        import_module("kith.screening.sent")
