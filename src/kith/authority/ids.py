"""Identifiers made in Python: a protected table never needs INSERT … RETURNING, which row security may refuse."""

import os
import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A time-ordered random identifier (RFC 9562 section 5.7), kind to a b-tree."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def receipt_code() -> str:
    """Sixteen digits in four groups, for a person without an account: 53 bits, read out over a telephone."""
    return " ".join(f"{secrets.randbelow(10_000):04d}" for _ in range(4))
