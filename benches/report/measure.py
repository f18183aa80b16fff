"""One run: criterion's benches, and Python's side of them."""

import json
import shutil
import subprocess
import sys
import venv

BENCHES = ["cpu_bound", "io_bound"]
GEVENT = "gevent==25.9.1"


class Failed(Exception):
    """What could not be measured, and why."""


class Measure:
    def __init__(self, root, target):
        self.root = root
        self.criterion = target / "criterion"
        self.venv = target / "report" / "venv"
        self.python = self.venv / "bin" / "python"
        self.call("cargo", "bench", "--no-run", *self.benches())
        self.install()

    @staticmethod
    def benches():
        return [word for bench in BENCHES for word in ("--bench", bench)]

    def install(self):
        """Python's own comparators, in an environment of their own."""
        if not self.python.exists():
            venv.create(self.venv, with_pip=True, clear=True)
        self.call(self.python, "-m", "pip", "install", "--quiet",
                  "--disable-pip-version-check", GEVENT)

    def run(self):
        """Every figure of a run: group, language, way, count, seconds."""
        # Of an earlier run, and of ways that are gone.
        shutil.rmtree(self.criterion, ignore_errors=True)
        self.call("cargo", "bench", *self.benches())
        return self.rust() + self.cpu() + self.io()

    def rust(self):
        found = []
        measured = self.criterion.glob("**/new/benchmark.json")
        for path in sorted(measured, key=lambda it: it.stat().st_mtime_ns):
            about = json.loads(path.read_text())
            took = json.loads(path.with_name("estimates.json").read_text())
            value = about["value_str"]
            found.append({
                "group": about["group_id"], "language": "Rust",
                "way": about["function_id"],
                "count": int(value) if value else None,
                "seconds": took["median"]["point_estimate"] / 1e9,
            })
        return found

    def cpu(self):
        return self.told(self.python, "benches/python/cpu_bound.py")

    def io(self):
        serve = ["cargo", "bench", "--bench", "io_bound", "--", "--serve"]
        server = subprocess.Popen(
            serve, cwd=self.root, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        with server:
            line = server.stdout.readline()
            if not line.startswith("listening on "):
                raise Failed(f"the server of io_bound said {line!r}")
            address = line.split()[-1]
            found = self.told(
                self.python, "benches/python/io_bound.py", address)
            server.stdin.close()
        return found

    def told(self, *words):
        text = self.call(*words, stdout=subprocess.PIPE)
        rows = [json.loads(line) for line in text.splitlines()]
        return [{"language": "Python", "count": None, **row} for row in rows]

    def call(self, *words, stdout=None):
        words = [str(word) for word in words]
        print("$", " ".join(words), file=sys.stderr, flush=True)
        done = subprocess.run(words, cwd=self.root, stdout=stdout, text=True)
        if done.returncode != 0:
            raise Failed(f"'{' '.join(words)}' ended with {done.returncode}")
        return done.stdout
