from importlib import import_module

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "kith.authority"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.authority.grants")
