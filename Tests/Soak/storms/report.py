"""What a run saw: untrue words, faults done, and what the daemon took of the machine."""

import statistics
import time


class Report:
    def __init__(self):
        self.untrue, self.lost, self.faults, self.samples, self.facts = [], [], {}, [], []
        self.looks_at_status = 0
        self.began = time.monotonic()

    def fault(self, name):
        self.faults[name] = self.faults.get(name, 0) + 1

    def wrong(self, what):
        """A word of the daemon's that was not true."""
        print(f"{self.minutes:.1f} min: UNTRUE {what}", flush=True)
        self.untrue.append(what)

    def miss(self, what):
        """Something that was lost."""
        print(f"{self.minutes:.1f} min: LOST {what}", flush=True)
        self.lost.append(what)

    @property
    def minutes(self):
        return (time.monotonic() - self.began) / 60

    def sample(self, status):
        self.looks_at_status += 1
        process = status["process"]
        self.samples.append({"resident memory, MB": process["residentBytes"] / 1e6, "descriptors": process["descriptors"],
                             "threads": process["threads"], "database, KB": process["databaseBytes"] / 1e3})

    def rows(self):
        count = len(self.samples)
        for name in self.samples[0] if count >= 8 else ():
            values = [sample[name] for sample in self.samples]
            yield (name, statistics.median(values[count // 4:count // 2]), statistics.median(values[-(count // 4):]),
                   max(values))

    @property
    def grew(self):
        # What SQLite and the allocator keep settles within this; a leak of one descriptor or thread a fault does not.
        room = {"resident memory, MB": 6, "descriptors": 2, "threads": 2, "database, KB": 20_000}
        return [name for name, early, late, _ in self.rows() if late > early + room[name]]

    @property
    def is_good(self):
        return not self.untrue and not self.lost and not self.grew and len(self.samples) >= 8

    def text(self):
        lines = [*self.facts, "",
                 f"{self.minutes:.0f} minutes, {self.looks_at_status} looks at `status`: {len(self.untrue)} untrue words, "
                 f"{len(self.lost)} things lost.", "", "| fault | times |", "|---|---|"]
        lines += [f"| {name} | {times} |" for name, times in sorted(self.faults.items())]
        lines += ["", "| what | second quarter, median | last quarter, median | most |", "|---|---|---|---|"]
        lines += [f"| {name} | {early:.1f} | {late:.1f} | {most:.1f} |" for name, early, late, most in self.rows()]
        lines += ["", f"Grew: {', '.join(self.grew)}." if self.grew else "Flat."]
        for title, list_ in (("Untrue", self.untrue), ("Lost", self.lost)):
            if list_:
                lines += ["", f"{title}:", "", *[f"- {what}" for what in list_[:40]]]
        return "\n".join(lines) + "\n"
