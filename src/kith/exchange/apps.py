from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kith.exchange"

    def ready(self) -> None:
        """Declarations register themselves on import."""
        import_module("kith.exchange.policy")
