from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kith.desk"

    def ready(self) -> None:
        """The floor above every practice room: here one room's acts begin to cause another's."""
        import_module("kith.handovers")
        import_module("kith.desk.policy")
