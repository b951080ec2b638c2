from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kith.people"

    def import_models(self) -> None:
        """The room's tables stand in two files: who people are, and what was said about who is who."""
        super().import_models()
        import_module("kith.people.index.models")

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.people.policy")
        import_module("kith.people.chronology")
        import_module("kith.people.index.known")
        import_module("kith.people.index.acts")
        import_module("kith.people.index.queue")
