"""Components as plain functions that return safe HTML; `templatetags/kit.py` only registers them."""
