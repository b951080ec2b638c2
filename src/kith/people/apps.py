from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kith.people"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.people.policy")
        import_module("kith.people.chronology")
