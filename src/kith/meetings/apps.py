from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kith.meetings"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.meetings.policy")
        import_module("kith.meetings.agenda")
        import_module("kith.meetings.deciding")
        import_module("kith.meetings.jobs")
        import_module("kith.meetings.reliance")
