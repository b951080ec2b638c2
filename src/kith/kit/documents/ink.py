"""A chart of `kith.kit.charts` on paper: the same picture, its colours inside, for no style sheet reaches it there."""

from __future__ import annotations

import base64

ACCENT, TEXT, QUIET, LINE = "#0b5c6b", "#0b0c0c", "#505a5f", "#b1b4b6"
RED, AMBER, BLUE = "#b0413e", "#b06000", "#1d70b8"
INK = f"""
.kit-svg__text {{ fill: {TEXT}; font-family: "DejaVu Sans", Arial, sans-serif; font-size: 12px; }}
.kit-svg__value {{ font-weight: 700; }}
.kit-svg__small {{ font-size: 10px; fill: {QUIET}; }}
.kit-svg__bar, .kit-svg__total, .kit-svg__dot, .kit-svg__part--0 {{ fill: {ACCENT}; }}
.kit-svg__for {{ fill: #00703c; }}
.kit-svg__against {{ fill: {RED}; }}
.kit-svg__line {{ stroke: {ACCENT}; stroke-width: 2.5; fill: none; }}
.kit-svg__dot--marked {{ fill: #ffffff; stroke: {RED}; stroke-width: 3; }}
.kit-svg__axis {{ stroke: {QUIET}; }}
.kit-svg__grid {{ stroke: {LINE}; }}
.kit-svg__middle {{ stroke: {QUIET}; stroke-width: 1.5; fill: none; }}
.kit-svg__limit {{ stroke: {AMBER}; stroke-dasharray: 6 4; fill: none; }}
.kit-svg__limit--inner {{ stroke-dasharray: 2 4; }}
.kit-svg__part {{ stroke: #ffffff; }}
.kit-svg__part--1 {{ fill: #e08a1e; }}
.kit-svg__part--2 {{ fill: #6f4ea3; }}
.kit-svg__part--3 {{ fill: #7fb3a0; }}
.kit-svg__part--4 {{ fill: {RED}; }}
.kit-svg__part--5 {{ fill: #98a2a8; }}
.kit-svg__mark {{ fill: {ACCENT}; stroke: #ffffff; stroke-width: 1.5; }}
.kit-svg__mark--faint {{ fill: {QUIET}; }}
.kit-svg__mark--better, .kit-svg__mark--high {{ fill: {BLUE}; }}
.kit-svg__mark--worse, .kit-svg__mark--low {{ fill: {RED}; }}
.kit-svg__lost {{ fill: none; stroke: {RED}; stroke-dasharray: 4 3; }}
.kit-svg__interval {{ stroke: {QUIET}; stroke-width: 1.5; }}
.kit-svg__cell {{ fill: {ACCENT}; stroke: {LINE}; }}
.kit-svg__cell--0 {{ fill-opacity: 0.04; }}
.kit-svg__cell--1 {{ fill-opacity: 0.12; }}
.kit-svg__cell--2 {{ fill-opacity: 0.2; }}
.kit-svg__cell--3 {{ fill-opacity: 0.28; }}
.kit-svg__cell--4 {{ fill-opacity: 0.36; }}
.kit-svg__cell--outlined {{ stroke: {RED}; stroke-width: 3; stroke-dasharray: 6 3; }}
.kit-svg__same {{ fill: {TEXT}; }}
"""


def on_paper(svg: str) -> str:
    """The picture as a file of its own, as an address that holds it whole (RFC 2397)."""
    opening, _, rest = svg.partition(">")
    whole = f'{opening} xmlns="http://www.w3.org/2000/svg"><style>{INK}</style>{rest}'
    return f"data:image/svg+xml;base64,{base64.b64encode(whole.encode()).decode()}"
