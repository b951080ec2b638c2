"""Who may open which address about somebody else's child: the spec that the test walks. A new address without a line
here fails. The object is a concern sent by `dsl` about a child whom no worker is tied to, except through the hub."""

from __future__ import annotations

HUB = frozenset({"screener", "hub", "manager", "manager2", "hub_police", "hub_health", "hub_education",
                 "hub_early_help"})
COUNCIL_HUB = frozenset({"screener", "hub", "manager", "manager2"})
DECIDERS = frozenset({"hub", "manager", "manager2"})
MANAGERS = frozenset({"manager", "manager2"})
