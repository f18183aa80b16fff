"""The page: what was measured, drawn, in numbers, and why it is so."""

from html import escape
from pathlib import Path

from figures import NOISY, figures
from plot import bars, lines, time, times

STYLE = Path(__file__).with_name("style.css").read_text()

COMPUTING = """A core has one thread's work to do at a time. So threads and
processes are at most as many times as fast as there are cores, and nothing
else helps: green tasks take turns on one thread, and threads that need one
lock to compute take turns at the lock. Python's threads are such threads,
whose one lock is the GIL; its processes have one each."""

WAITING = """Whoever waits needs no core. So all waits can be at the same time:
a hundred replies of 10 ms take hardly longer than one. What they cost is what
is kept for each: a thread and its stack, or a task of some kilobytes, or an
entry in a list of sockets. Rayon is the wrong tool: it has as many workers as
there are cores, and a worker that waits does no work."""


def page(found):
    runs = found["runs"]
    cores = int(dict(found["machine"])["cores"])
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>workbench: what sharing work out is worth</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
<h1>What sharing work out is worth</h1>
<p>{many(len(runs), "run")}, one after the other. A ratio is against
<em>serial</em> in the same language and the same run; shown is the median, and
from the least to the most of all runs. {noise(runs)}</p>
{machine(found["machine"])}
<h2>What takes a core all its time</h2>
<p>{COMPUTING}</p>
{computing(runs, "cpu_sum", "Ten times the notes' sum of 70 million numbers", cores)}
{computing(runs, "cpu_primes", "A sieve: the primes below 200 million", cores)}
<p>Python does a fiftieth of each job: its ratios are its own.</p>
<h2>What waits</h2>
<p>{WAITING}</p>
{waiting(runs)}
<h2>More</h2>
<p>criterion has measured the ways in Rust: <a
href="../criterion/report/index.html">its pages</a> have every sample, of the
last run. Again: <code>python3 benches/report</code>.</p>
</main>
</body>
</html>
"""


def many(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def noise(runs):
    if len(runs) == 1:
        return "One run says nothing of how much runs differ."
    part = f"{NOISY:.0%}".replace("%", " %")
    return f"Where runs differ by more than {part}, it says <em>noisy</em>."


def machine(rows):
    cells = "".join(f'<tr><th scope="row">{escape(name)}</th>'
                    f"<td>{escape(value)}</td></tr>" for name, value in rows)
    return (f'<div class="scroll" tabindex="0" role="region" aria-label='
            f'"The machine"><table><caption>The machine</caption>{cells}'
            "</table></div>")


def computing(runs, group, title, cores):
    shown = figures(runs, group)
    guides = [(1, "serial"), (cores, many(cores, "core"))]
    return drawn(title, bars(shown, guides)) + table(shown, title)


def waiting(runs):
    shown = figures(runs, "io")
    hundred = [it for it in shown if it.count == 100]
    title = "1 to 1,000 replies, each after 10 ms"
    return (drawn("100 replies", bars(hundred, [(1, "serial")]))
            + drawn(title, lines(shown)) + table(shown, title))


def drawn(title, picture):
    title = escape(title)
    return (f"<h3>{title}</h3>\n"
            f'<div class="scroll" tabindex="0" role="region" '
            f'aria-label="{title}, drawn">{picture}</div>\n')


def table(shown, title):
    has_counts = any(it.count for it in shown)
    heads = ["language", "way", *(["replies"] if has_counts else []),
             "time", "least", "most", "times as fast", "least", "most"]
    rows = "\n".join(row(it, has_counts) for it in shown)
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    return (f'<div class="scroll" tabindex="0" role="region" '
            f'aria-label="{escape(title)}, in numbers"><table>'
            f"<caption>{escape(title)}, in numbers</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"
            "</div>")


def row(it, has_counts):
    cells = [it.language, it.way]
    if has_counts:
        cells.append(f"{it.count:,}")
    cells += [time(it.seconds.median), time(it.seconds.least),
              time(it.seconds.most)]
    if it.ratio:
        cells += [times(it.ratio), f"{it.ratio.least:.2f}x",
                  f"{it.ratio.most:.2f}x"]
    else:
        cells += ["serial would take seconds", "", ""]
    noisy = it.ratio and it.ratio.is_noisy
    look = ' class="noisy"' if noisy else ""
    inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr{look}>{inner}</tr>"
