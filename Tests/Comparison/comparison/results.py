"""What the builds answered, made comparable, and held against each other."""

import difflib
import hashlib
import json
import re
import sqlite3


class Close:
    """Numbers that may differ by so much: rows of cells, as text."""

    def __init__(self, rows, tolerance):
        self.rows, self.tolerance = rows, tolerance

    def difference(self, other):
        if len(self.rows) != len(other.rows):
            return f"{len(self.rows)} rows, then {len(other.rows)}"
        worst, where = 0.0, None
        for number, (one, two) in enumerate(zip(self.rows, other.rows), 1):
            if len(one) != len(two):
                return f"row {number}: {one} then {two}"
            for a, b in zip(one, two):
                if a == b:
                    continue
                try:
                    apart = abs(float(a) - float(b))
                except ValueError:
                    return f"row {number}: {a!r} then {b!r}"
                if apart > worst:
                    worst, where = apart, number
        # Both are rounded to the fifth digit.
        return f"row {where}: {worst:.6f} apart" if worst > self.tolerance + 1e-9 else None


def difference(before, after):
    """A few words, or nothing where both are the same."""
    if isinstance(before, Close) and isinstance(after, Close):
        return before.difference(after)
    if before == after:
        return None
    one, two = (text if isinstance(text, str) else json.dumps(text, indent=1, ensure_ascii=False)
                for text in (before, after))
    lines = [line for line in difflib.unified_diff(one.splitlines(), two.splitlines(), lineterm="", n=0)
             if not line.startswith(("---", "+++", "@@"))]
    more = f" … and {len(lines) - 6} lines" if len(lines) > 6 else ""
    return " | ".join(re.sub(r"\s+", " ", line)[:160] for line in lines[:6]) + more or "other line ends"


def status(answer, start):
    """A status without what no two runs have in common."""
    answer = json.loads(json.dumps(answer))
    # A refactored build may be another version.
    answer.pop("version", None)
    # Runs on the clock that is not held still.
    answer.pop("uptimeSeconds", None)
    # Memory, descriptors and threads at this instant; memory is measured by `cost`.
    answer.pop("process", None)
    return relative(answer, start)


STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


def relative(answer, start):
    """Every moment as seconds after `start`, to the millisecond; everything else as it is."""
    import datetime
    if isinstance(answer, dict):
        return {key: relative(value, start) for key, value in answer.items()}
    if isinstance(answer, list):
        return [relative(value, start) for value in answer]
    if isinstance(answer, str) and STAMP.fullmatch(answer):
        moment = datetime.datetime.fromisoformat(answer.replace("Z", "+00:00")).timestamp()
        return f"{moment - start:+.3f} s"
    return answer


def digest(content):
    """Of a text too long to show: its lines are compared, but told by their number and sum."""
    data = content if isinstance(content, bytes) else content.encode()
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()[:16]}"


def database(path, leave=()):
    """Every row of every table, by table."""
    tables = {}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        for name in names:
            if name in leave:
                continue
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            tables[name] = sorted(json.dumps([cell.hex() if isinstance(cell, bytes) else cell for cell in row])
                                  for row in rows)
    connection.close()
    return tables
