"""What several runs say of a way: its time, and how often it is faster than
serial in the same language and the same run."""

from dataclasses import dataclass
from statistics import median

# Runs that differ by more than this part are noisy.
NOISY = 0.10


@dataclass
class Spread:
    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values):
        return cls(median(values), min(values), max(values))

    @property
    def is_noisy(self):
        return (self.most - self.least) / self.median > NOISY


@dataclass
class Figure:
    language: str
    way: str
    count: int | None
    seconds: Spread
    # Against serial; nothing where serial was not measured.
    ratio: Spread | None


def figures(runs, group):
    """The figures of a group, in the order in which they were measured."""
    tables = [{(it["language"], it["way"], it["count"]): it["seconds"]
               for it in run if it["group"] == group} for run in runs]
    found = []
    for key in tables[0]:
        language, way, count = key
        serial = (language, "serial", count)
        seconds = [table[key] for table in tables]
        ratio = None
        if serial in tables[0]:
            ratio = Spread.of([table[serial] / table[key] for table in tables])
        found.append(Figure(language, way, count, Spread.of(seconds), ratio))
    return sorted(found, key=lambda it: (it.language != "Rust", it.count or 0))
