"""Partners' systems: the JSON API and CSV imports. Each maps a partner's row to an act's arguments,
nothing more."""
