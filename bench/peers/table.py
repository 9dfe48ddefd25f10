"""The one table that comes out: figure, peer, Bando, ratio, target."""

import json
import os
import platform
import traceback
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime


@dataclass
class Figure:
    """One line of the table. The ratio says how many times better Bando is than the peer."""

    name: str
    unit: str
    peer_name: str
    peer: float | None
    bando: float | None
    target_ratio: float | None = None
    target_text: str = ""
    less_is_better: bool = False
    notes: list[str] = field(default_factory=list)
    # What makes the ratio void: the two sides did not do the same work.
    void: str | None = None

    @property
    def ratio(self):
        if not self.peer or not self.bando or self.void:
            return None
        return self.peer / self.bando if self.less_is_better else self.bando / self.peer

    @property
    def verdict(self):
        if self.void:
            return "void"
        if self.ratio is None or self.target_ratio is None:
            return "–"
        return "met" if self.ratio >= self.target_ratio else "missed"


class Table:
    def __init__(self, short):
        self.short = short
        self.figures = []
        self.failures = []

    def measure(self, name, row):
        """Adds the figures of a row; a row that fails is reported, and the others go on."""
        try:
            self.figures += row()
        except Exception as error:  # Whatever goes wrong in a peer must not lose the rows already measured.
            traceback.print_exc()
            self.failures.append(f"{name}: {error}")

    def write(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        figures = [asdict(f) | {"ratio": f.ratio, "verdict": f.verdict} for f in self.figures]
        document = {
            "measuredAt": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": {"cores": os.cpu_count(), "system": platform.platform()},
            "short": self.short,
            "figures": figures,
            "failures": self.failures,
        }
        path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")

    def __str__(self):
        head = ["figure", "unit", "peer", "peer's", "Bando's", "ratio", "target", ""]
        rows = [head] + [self._cells(figure) for figure in self.figures]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        lines += [f"  {figure.name}: {note}" for figure in self.figures for note in figure.notes]
        lines += [f"  FAILED {failure}" for failure in self.failures]
        if self.short:
            lines.append("  A short run: these figures show that it runs, not how fast it is.")
        return "\n".join(lines)

    @staticmethod
    def _cells(figure):
        target = figure.target_text or ("" if figure.target_ratio is None else f"≥ {figure.target_ratio:g} ×")
        ratio = "–" if figure.ratio is None else f"{figure.ratio:.2f} ×"
        verdict = figure.verdict if figure.void is None else f"void: {figure.void}"
        return [
            figure.name,
            figure.unit,
            figure.peer_name,
            number(figure.peer),
            number(figure.bando),
            ratio,
            target,
            verdict,
        ]


def number(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
