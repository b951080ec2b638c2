"""Sealing: the ledger's leaves go into one growing Merkle tree (RFC 6962), whose head is signed each second.

The head is also appended to a file outside the database, so that cutting off the newest entries together with their
seal is seen too. Cosigning by three partners' own machines comes later (docs/next.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, connections

from kith.authority import ledger
from kith.authority.who import job

ORIGIN = "kith-ledger"
BATCH = 50_000
Stack = list[tuple[int, bytes]]


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(stack: Stack, leaf: bytes) -> None:
    """Add one leaf to the frontier: complete subtrees with strictly falling sizes (RFC 6962 section 2.1)."""
    stack.append((1, leaf))
    while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
        size, right = stack.pop()
        _, left = stack.pop()
        stack.append((size * 2, node(left, right)))


def root_of(stack: Stack) -> bytes:
    """The tree's root hash from its frontier."""
    if not stack:
        return hashlib.sha256(b"").digest()
    root = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        root = node(left, root)
    return root


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(ledger.key("seal"))


def checkpoint(size: int, root: bytes) -> bytes:
    """The signed text: origin, size, root (the C2SP checkpoint form)."""
    return f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def heads_file() -> Path:
    return Path(settings.STATE) / "ledger-heads.txt"


def seal() -> int:
    """Seal what every ended transaction has written; returns how many entries. Safe to run from several processes."""
    with job("sealing"), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(4242)")
        if not (cursor.fetchone() or (False,))[0]:
            return 0
        cursor.execute("select * from sec.last_head()")
        size, stack = read_head(cursor.fetchone())
        cursor.execute("select * from sec.unsealed(%s)", [BATCH])
        rows = cursor.fetchall()
        if not rows:
            return 0
        for _, leaf, _, _ in rows:
            grow(stack, bytes(leaf))
        root, new_size = root_of(stack), size + len(rows)
        # A full batch may end inside a transaction's rows: the next one starts at that transaction again.
        upto = rows[-1][3] if len(rows) < BATCH else rows[-1][2]
        signature = signing_key().sign(checkpoint(new_size, root))
        cursor.execute("select sec.keep_seal(%s, %s, %s, %s, %s, %s)", [
            size, [r[0] for r in rows], upto, root, json.dumps([[n, h.hex()] for n, h in stack]), signature])
    write_head(new_size, root)
    return len(rows)


def read_head(row: Any) -> tuple[int, Stack]:
    if row is None:
        return 0, []
    stack = json.loads(row[1]) if isinstance(row[1], str) else row[1]
    return row[0], [(n, bytes.fromhex(h)) for n, h in stack]


def write_head(size: int, root: bytes) -> None:
    """The second sink: after the commit, appended and fsync'd."""
    with heads_file().open("a", encoding="utf-8") as out:
        out.write(f"{size} {root.hex()}\n")
        out.flush()
        os.fsync(out.fileno())


@dataclass(frozen=True)
class Verdict:
    """What verification found: `faults` is empty where the ledger is whole."""

    entries: int
    sealed: int
    seconds: float
    faults: list[str]


def verify() -> Verdict:
    """Recompute every leaf from its columns, every root and every signature. Needs the owner's login."""
    start, faults = time.monotonic(), []
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*), coalesce(max(seq), 0) from authority_entry")
        entries = (cursor.fetchone() or (0, 0))[0]
        cursor.execute("select seq from authority_entry e where leaf <> sec.leaf(e) order by seq limit 20")
        faults += [f"entry {row[0]} has been altered" for row in cursor.fetchall()]
        cursor.execute("select l.seq from authority_leaf l left join authority_entry e using (seq) "
                       "where e.seq is null order by 1 limit 20")
        faults += [f"entry {row[0]} has been removed" for row in cursor.fetchall()]
        cursor.execute("""select e.seq from authority_entry e left join authority_leaf l using (seq) where l.seq is null
                          and e.xid < (select to_xid from authority_seal_head order by size desc limit 1)
                          order by 1 limit 20""")
        faults += [f"entry {row[0]} was added behind a seal" for row in cursor.fetchall()]
        cursor.execute("select size, root, signature from authority_seal_head order by size")
        heads = [(r[0], bytes(r[1]), bytes(r[2])) for r in cursor.fetchall()]
    faults += list(check_heads(heads, leaves()))
    faults += list(check_file(heads))
    return Verdict(entries, heads[-1][0] if heads else 0, time.monotonic() - start, faults)


def leaves() -> Iterator[bytes]:
    """The stored leaves in the tree's order, streamed."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select e.leaf from authority_leaf l join authority_entry e using (seq) order by l.position")
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                yield bytes(row[0])


def check_heads(heads: list[tuple[int, bytes, bytes]], stream: Iterable[bytes]) -> Iterator[str]:
    public: Ed25519PublicKey = signing_key().public_key()
    stack: Stack = []
    grown, source = 0, iter(stream)
    for size, root, signature in heads:
        while grown < size and (leaf := next(source, None)) is not None:
            grow(stack, leaf)
            grown += 1
        if grown < size or root_of(stack) != root:
            yield f"the seal over the first {size} entries does not match them"
        try:
            public.verify(signature, checkpoint(size, root))
        except InvalidSignature:
            yield f"the signature over the first {size} entries is not ours"


def check_file(heads: list[tuple[int, bytes, bytes]]) -> Iterator[str]:
    """Every head in the file outside the database must still be in the database: a cut tail shows here."""
    if not heads_file().exists():
        return
    kept = {size: root.hex() for size, root, _ in heads}
    for line in heads_file().read_text(encoding="utf-8").splitlines():
        size, _, root = line.partition(" ")
        if kept.get(int(size)) != root:
            yield f"the seal over the first {size} entries is gone or changed (kept in {heads_file().name})"
            return
