from importlib import import_module

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "kith.public"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.public.policy")
