from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kith.meetings"

    def import_models(self) -> None:
        """The room's tables stand in two files: the meetings, and which of them were drawn for the scrutineer."""
        super().import_models()
        import_module("kith.meetings.scrutiny.models")

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.meetings.policy")
        import_module("kith.meetings.agenda")
        import_module("kith.meetings.deciding")
        import_module("kith.meetings.jobs")
        import_module("kith.meetings.reliance")
