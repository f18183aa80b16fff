"""How long a student waits: from a save to the verdict in `workbench course
watch`, beside `rustlings watch`, in turns.

    cargo build --release && cargo install --locked rustlings
    python3 benches/course.py target/release/workbench rustlings

Each watches a folder of its own, in a terminal of its own. A round saves each
kind of file in both, and waits until the verdict is on the screen. rustlings
has no exercise that deadlocks, and would wait for ever.
"""

import os
import pty
import re
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
DEADLINE = 300
ROOT = Path(__file__).resolve().parents[1]
LABS = ROOT / "labs"

# An exercise of rustlings with tests of its own.
RIVAL = "move_semantics1"


class Watched:
    """A command that watches, and what it has on its screen."""

    def __init__(self, words, folder, env):
        child, self.screen = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, {**os.environ, **env})
        self.child = child

    def wait(self, words):
        """Reads until `words` are on the screen; the seconds it took."""
        begun, seen = time.perf_counter(), ""
        while not re.search(words, seen):
            left = DEADLINE - (time.perf_counter() - begun)
            if left <= 0 or not select.select([self.screen], [], [], left)[0]:
                sys.exit(f"error: no {words!r} in {DEADLINE} s:\n{seen}")
            seen += os.read(self.screen, 1 << 16).decode(errors="replace")
            seen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
        return time.perf_counter() - begun

    def settle(self):
        """Reads what else comes of the last save."""
        while select.select([self.screen], [], [], 1.0)[0]:
            os.read(self.screen, 1 << 16)

    def end(self):
        os.kill(self.child, 15)
        os.waitpid(self.child, 0)


class Subject:
    """A watched file, and the texts that are saved in it."""

    def __init__(self, watched, path, texts):
        self.watched, self.path, self.texts = watched, path, texts

    def save(self, kind):
        text, words = self.texts[kind]
        self.watched.settle()
        # As an editor does it: whole, and under the same name.
        part = self.path.with_suffix(".part")
        part.write_text(text)
        os.replace(part, self.path)
        return self.watched.wait(words)


def ours(command, desk):
    folder = desk / "course"
    env = {"CARGO_TARGET_DIR": str(folder / "target")}
    run([command, "course", "init", str(folder)], desk)
    exercise = LABS / "deadlock" / "transfer"
    solution = (exercise / "solution.rs").read_text()
    texts = {
        "compile error": (broken(solution), "does not compile"),
        "failure": ((exercise / "starter.rs").read_text(), "FAIL transfer"),
        "pass": (solution, "PASS transfer"),
    }
    watched = Watched([command, "course", "watch", "transfer"], folder, env)
    watched.wait("FAIL transfer")
    path = folder / "transfer" / "transfer.rs"
    return Subject(watched, path, texts)


def theirs(command, desk):
    run([command, "init"], desk, b"\n\n")
    folder = desk / "rustlings"
    env = {"CARGO_TARGET_DIR": str(folder / "target")}
    state = folder / ".rustlings-state.txt"
    state.write_text(f"DON'T EDIT THIS FILE!\n\n{RIVAL}\n")
    path = folder / "exercises" / "06_move_semantics" / f"{RIVAL}.rs"
    watched = Watched([command], folder, env)
    watched.wait("error|FAILED")
    good = path.read_text().replace("let vec = vec", "let mut vec = vec")
    texts = {
        "compile error": (broken(good), r"error\[E0308\]"),
        "failure": (good.replace("push(88)", "push(89)"), "FAILED"),
        "pass": (good, "Exercise done"),
    }
    return Subject(watched, path, texts)


def broken(text):
    begins = "#[cfg(test)]"
    return text.replace(begins, 'fn broken() -> u32 { "" }\n\n' + begins, 1)


def run(words, folder, typed=b""):
    done = subprocess.run(words, cwd=folder, input=typed, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(words)}: {done.stderr.decode()}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    commands = [str(Path(shutil.which(it) or it).resolve())
                for it in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as desk:
        desk = Path(desk)
        subjects = [ours(commands[0], desk), theirs(commands[1], desk)]
        kinds = ["compile error", "failure", "pass"]
        took = {(kind, at): [] for kind in kinds for at in (0, 1)}
        for _ in range(ROUNDS):
            for kind in kinds:
                for at, subject in enumerate(subjects):
                    took[kind, at].append(subject.save(kind))
        for subject in subjects:
            subject.watched.end()
    print(f"{'from a save to':18}{'workbench':>22}{'rustlings':>22}   ratio")
    for kind in kinds:
        one, other = took[kind, 0], took[kind, 1]
        ratio = statistics.median(a / b for a, b in zip(one, other))
        print(f"{kind:18}{spread(one):>22}{spread(other):>22}   {ratio:.2f}")


def spread(all):
    return f"{statistics.median(all):.2f} s ({min(all):.2f}-{max(all):.2f})"


if __name__ == "__main__":
    main()
