"""Drawings as SVG: colours are the page's, and every mark has its word."""

from html import escape
from math import ceil, floor, log10

WIDTH = 760
ROW = 26
LEFT = 210
RIGHT = 130


def bars(figures, guides):
    """How many times as fast as serial, a bar for each; whiskers from the
    least to the most of all runs, and guides: numbers and their words."""
    shown = [it for it in figures if it.ratio]
    highest = [it.ratio.most for it in shown]
    most = max([*(at for at, _ in guides), *highest]) * 1.05
    room = WIDTH - LEFT - RIGHT
    x = lambda value: LEFT + room * value / most
    height = 30 + ROW * len(shown)
    parts = []
    for at, word in guides:
        parts.append(line(x(at), 22, x(at), height, "guide"))
        parts.append(text(x(at), 14, word, "middle faint"))
    for row, it in enumerate(shown):
        middle = 22 + ROW * row + ROW / 2
        look = it.language.lower()
        parts.append(text(LEFT - 8, middle + 4,
                          f"{it.language}: {it.way}", "end"))
        parts.append(
            f'<rect class="{look}" x="{LEFT}" y="{middle - 8:.1f}" '
            f'width="{x(it.ratio.median) - LEFT:.1f}" height="16"/>')
        low, high = x(it.ratio.least), x(it.ratio.most)
        parts.append(line(low, middle, high, middle, "whisker"))
        for end in (low, high):
            parts.append(line(end, middle - 4, end, middle + 4, "whisker"))
        end = max(high, x(it.ratio.median)) + 8
        parts.append(text(end, middle + 4, times(it.ratio)))
    name = "; ".join(f"{it.language}, {it.way}: {times(it.ratio)}"
                     for it in shown)
    return svg(height, parts, f"Times as fast as serial. {name}")


def times(ratio):
    digits = 2 if ratio.median < 10 else 0
    noisy = ", noisy" if ratio.is_noisy else ""
    return f"{ratio.median:.{digits}f}x{noisy}"


MARKS = ["circle", "square", "triangle", "diamond"]


def lines(figures):
    """Time against count, both logarithmic, a line for each way."""
    ways = {}
    for it in figures:
        ways.setdefault((it.language, it.way), []).append(it)
    counts = sorted({it.count for it in figures})
    low = min(it.seconds.least for it in figures)
    high = max(it.seconds.most for it in figures)
    least, top = 10.0 ** floor(log10(low)), 10.0 ** ceil(log10(high))
    left, right, upper, lower = 70, WIDTH - 210, 20, 400
    decades = max(log10(counts[-1] / counts[0]), 1)
    x = lambda count: \
        left + (right - left) * log10(count / counts[0]) / decades
    y = lambda seconds: lower - (lower - upper) \
        * log10(seconds / least) / log10(top / least)
    parts = []
    for count in counts:
        parts.append(line(x(count), upper, x(count), lower, "guide"))
        parts.append(text(x(count), lower + 18, f"{count:,}", "middle faint"))
    parts.append(text((left + right) / 2, lower + 36, "replies waited for",
                      "middle faint"))
    value = least
    while value <= top * 1.01:
        parts.append(line(x(counts[0]), y(value), x(counts[-1]), y(value),
                          "guide"))
        parts.append(text(x(counts[0]) - 8, y(value) + 4, time(value),
                          "end faint"))
        value *= 10
    ends = []
    for index, ((language, way), points) in enumerate(ways.items()):
        look = language.lower()
        path = " ".join(f"{x(it.count):.1f},{y(it.seconds.median):.1f}"
                        for it in points)
        parts.append(f'<polyline class="{look}" points="{path}"/>')
        for it in points:
            parts.append(mark(MARKS[index % len(MARKS)], look,
                              x(it.count), y(it.seconds.median)))
        last = points[-1]
        ends.append([y(last.seconds.median), x(last.count), look,
                     f"{language}: {way}"])
    parts += labels(ends)
    return svg(lower + 40, parts, "Time for so many replies, by way; the table "
               "below has the numbers")


def labels(ends):
    """The names at the ends of the lines: those that would lie on each other
    are moved apart."""
    parts = []
    by_column = {}
    for end in sorted(ends):
        by_column.setdefault(round(end[1]), []).append(end)
    for column in by_column.values():
        free = 0
        for at, x, look, word in column:
            place = max(at, free)
            free = place + 15
            parts.append(line(x + 4, at, x + 14, place, "leader"))
            parts.append(text(x + 18, place + 4, word, f"label {look}"))
    return parts


def mark(kind, look, x, y):
    points = {
        "square": [(-4, -4), (4, -4), (4, 4), (-4, 4)],
        "triangle": [(0, -5), (5, 4), (-5, 4)],
        "diamond": [(0, -5), (5, 0), (0, 5), (-5, 0)],
    }.get(kind)
    if not points:
        return f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    path = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points)
    return f'<polygon class="{look}" points="{path}"/>'


def time(seconds):
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms"


def line(x1, y1, x2, y2, look):
    return (f'<line class="{look}" x1="{x1:.1f}" y1="{y1:.1f}" '
            f'x2="{x2:.1f}" y2="{y2:.1f}"/>')


def text(x, y, words, look=""):
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def svg(height, parts, name):
    return (f'<svg role="img" aria-label="{escape(name)}" '
            f'viewBox="0 0 {WIDTH} {height}">' + "\n".join(parts) + "</svg>")
