"""Settings, addresses and the shipped county defaults: one settings file, read from the environment once."""
