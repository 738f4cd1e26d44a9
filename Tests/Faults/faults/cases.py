"""The list of cases, filled by the files that hold them."""

import dataclasses
import time
import traceback

from .daemon import Unexpected


@dataclasses.dataclass
class Case:
    group: str
    name: str
    body: object
    # What it says of how it ended: a state or an exit status in words.
    outcome: str = ""
    survived: bool = False
    seconds: float = 0
    # How often it was tried, where that is more than once.
    tries: int = 1


CASES = []
# The groups in the order of the table, with what is done in each.
GROUPS = {}


def group(name, what):
    GROUPS[name] = what


def case(group_name, name):
    """Marks a function as a case. What it returns says how the daemon took it."""

    def mark(body):
        CASES.append(Case(group_name, name, body))
        return body

    return mark


def run(case):
    began = time.monotonic()
    try:
        outcome = case.body()
        case.outcome, case.tries = outcome if isinstance(outcome, tuple) else (outcome, 1)
        case.survived = True
    except Unexpected as problem:
        case.outcome = str(problem)
    except Exception:  # noqa: BLE001: a fault of the test is to be seen in the table, not to hide the rest
        case.outcome = traceback.format_exc()
    case.seconds = time.monotonic() - began
    return case
