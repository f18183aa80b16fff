"""What sharing work out is worth, in Rust and in Python, on one page.

    python3 benches/report              three runs, then target/report/index.html
    python3 benches/report --runs 1     a first look
    python3 benches/report --page       the page again, from what was measured

A run is `cargo bench --bench cpu_bound --bench io_bound` and the same jobs in
Python, one after the other; ratios are of figures of the same run. Python's
gevent is installed into target/report/venv, nothing else is.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from machine import machine
from measure import Failed, Measure
from page import page

ROOT = Path(__file__).resolve().parents[2]


def main():
    words = argparse.ArgumentParser(
        prog="python3 benches/report", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--runs", type=count, default=3, metavar="N",
                       help="how often everything is measured")
    words.add_argument("--page", action="store_true",
                       help="only draw the page again")
    args = words.parse_args()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    folder = target / "report"
    kept = folder / "runs.json"
    if not args.page:
        measure = Measure(ROOT, target)
        found = {"machine": machine(), "runs": []}
        for run in range(1, args.runs + 1):
            print(f"run {run} of {args.runs}", flush=True)
            found["runs"].append(measure.run())
        write(kept, json.dumps(found, indent=1))
    if not kept.exists():
        raise Failed(f"nothing was measured yet: there is no {kept}; "
                     "'python3 benches/report' measures")
    write(folder / "index.html", page(json.loads(kept.read_text())))
    print(f"open {folder / 'index.html'}")


def count(text):
    number = int(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError(f"'{text}' is not from 1 to 100")
    return number


def write(path, text):
    """The file is whole or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


if __name__ == "__main__":
    try:
        main()
    except Failed as why:
        sys.exit(f"error: {why}")
    except KeyboardInterrupt:
        sys.exit(130)
