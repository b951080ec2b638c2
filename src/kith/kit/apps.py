"""The room as a Django application."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Registers the component tags and templates under the label `kit`."""

    name = "kith.kit"
    label = "kit"
