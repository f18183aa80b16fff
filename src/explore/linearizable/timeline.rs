//! Calls as bars over time, a row for each thread.
//!
//! Only what comes before what is to scale: calls that begin while none
//! returns begin in one column.

use unicode_width::UnicodeWidthStr;

/// A call to draw.
pub(super) struct Bar {
    pub(super) thread: String,
    pub(super) text: String,
    pub(super) began: usize,
    /// Nothing for a call that is still open at the end.
    pub(super) returned: Option<usize>,
}

/// Columns of a line, where no single call needs more.
const WIDTH: usize = 80;
/// From the first column of a bar to its last, beside its text.
const EDGES: usize = 3;

/// Draws `bars`, which stand in the order in which they began, in as many
/// strips as it takes, with `threads` from top to bottom. The call that
/// returned at `marked` gets a mark.
pub(super) fn draw(bars: &[Bar], threads: &[&str], marked: usize) -> String {
    let names = bars.iter().map(|bar| bar.thread.width()).max().unwrap_or(0);
    let columns = WIDTH.saturating_sub(names + 6);
    let mut rows = rows(bars);
    rows.sort_by_key(|row| {
        let own = |name: &&str| *name == bars[row[0]].thread;
        threads.iter().position(own)
    });
    let mut strips = Vec::new();
    let mut beats = beats(bars).into_iter().peekable();
    let mut open = Vec::new();
    while let Some(first) = beats.next() {
        let mut strip = Strip::new(bars, &open);
        strip.add(&first);
        while let Some(beat) = beats.next_if(|it| strip.fits(it, columns)) {
            strip.add(&beat);
        }
        open = strip.open();
        let line = |row: &Vec<usize>| {
            let line = strip.line(row, marked);
            let name = &bars[*row.first()?].thread;
            let pad = " ".repeat(names - name.width());
            (!line.is_empty()).then(|| format!("  {name}{pad}  {line}\n"))
        };
        strips.push(rows.iter().filter_map(line).collect::<String>());
    }
    strips.join("\n")
}

/// The bars of each row: those of one thread, unless it has called something
/// within a call.
fn rows(bars: &[Bar]) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (number, bar) in bars.iter().enumerate() {
        let last = |row: &Vec<usize>| &bars[row[row.len() - 1]];
        let free = |row: &Vec<usize>| {
            last(row).thread == bar.thread
                && last(row).returned.is_some_and(|it| it < bar.began)
        };
        match rows.iter_mut().find(|row| free(row)) {
            Some(row) => row.push(number),
            None => rows.push(vec![number]),
        }
    }
    rows
}

/// Some calls that begin, and then some that return.
#[derive(Default)]
struct Beat {
    begin: Vec<usize>,
    end: Vec<usize>,
}

fn beats(bars: &[Bar]) -> Vec<Beat> {
    let mut edges = Vec::new();
    for (number, bar) in bars.iter().enumerate() {
        edges.push((bar.began, number, true));
        edges.extend(bar.returned.map(|moment| (moment, number, false)));
    }
    edges.sort_unstable();
    let mut beats = Vec::new();
    let mut beat = Beat::default();
    for (_, number, begins) in edges {
        match begins {
            true if beat.end.is_empty() => beat.begin.push(number),
            true => {
                beats.push(beat);
                beat = Beat { begin: vec![number], end: vec![] };
            }
            false => beat.end.push(number),
        }
    }
    beats.push(beat);
    beats
}

/// What is drawn side by side.
#[derive(Clone)]
struct Strip<'a> {
    bars: &'a [Bar],
    pieces: Vec<Piece>,
    /// The column in which the next beat begins.
    next: usize,
}

/// As much of a bar as is in one strip.
#[derive(Clone)]
struct Piece {
    bar: usize,
    /// Whether it goes on from the strip before.
    carried: bool,
    first: usize,
    /// Nothing if it goes on in the next strip.
    last: Option<usize>,
}

impl<'a> Strip<'a> {
    fn new(bars: &'a [Bar], open: &[usize]) -> Self {
        let carried = |&bar| Piece { bar, carried: true, first: 0, last: None };
        let pieces: Vec<Piece> = open.iter().map(carried).collect();
        let next = if pieces.is_empty() { 0 } else { 2 };
        Self { bars, pieces, next }
    }

    fn fits(&self, beat: &Beat, columns: usize) -> bool {
        let mut wider = self.clone();
        wider.add(beat);
        wider.end() < columns
    }

    fn add(&mut self, beat: &Beat) {
        for &bar in &beat.begin {
            let (first, last) = (self.next, None);
            self.pieces.push(Piece { bar, carried: false, first, last });
        }
        let ends = |piece: &Piece| beat.end.contains(&piece.bar);
        let room = self.pieces.iter().filter(|it| ends(it));
        let room = room.map(|it| self.room(it)).max().unwrap_or(0);
        let last = room.max(self.next + 1);
        for piece in self.pieces.iter_mut().filter(|it| ends(it)) {
            piece.last = Some(last);
        }
        self.next = last + 2;
    }

    /// The bars that are open where it ends.
    fn open(&self) -> Vec<usize> {
        let open = self.pieces.iter().filter(|it| it.last.is_none());
        open.map(|it| it.bar).collect()
    }

    /// The last column that `piece` needs.
    fn room(&self, piece: &Piece) -> usize {
        piece.first + self.bars[piece.bar].text.width() + EDGES
    }

    /// The last column.
    fn end(&self) -> usize {
        let last = |it: &Piece| it.last.unwrap_or_else(|| self.room(it));
        self.pieces.iter().map(last).max().unwrap_or(0)
    }

    /// The row of these bars; empty if none of them is here.
    fn line(&self, row: &[usize], marked: usize) -> String {
        let mut line = String::new();
        let mut at = 0;
        for piece in self.pieces.iter().filter(|it| row.contains(&it.bar)) {
            let bar = &self.bars[piece.bar];
            let last = piece.last.unwrap_or_else(|| self.end());
            let left = if piece.carried { "…" } else { "├" };
            let right = if piece.last.is_some() { "┤" } else { "…" };
            let rest = "─".repeat(last - self.room(piece));
            line += &" ".repeat(piece.first - at);
            line += &format!("{left}─{}{rest}─{right}", bar.text);
            at = last + 1;
            if piece.last.is_some() && bar.returned == Some(marked) {
                line += " ✗";
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Threads, what they call, and the moments between which they do.
    fn drawn(bars: &[(&str, &str, usize, usize)]) -> String {
        let bar = |&(thread, text, began, returned): &(&str, &str, _, _)| Bar {
            thread: thread.to_owned(),
            text: text.to_owned(),
            began,
            returned: (returned < usize::MAX).then_some(returned),
        };
        let bars: Vec<Bar> = bars.iter().map(bar).collect();
        let last = bars.iter().filter_map(|bar| bar.returned).max();
        draw(&bars, &["A", "B", "账户"], last.unwrap())
    }

    #[test]
    fn bars_overlap_where_their_calls_do() {
        let bars = [
            ("A", "a", 0, 3),
            ("B", "bb", 1, 2),
            ("B", "longer", 4, 7),
            ("A", "c", 5, 6),
        ];
        insta::assert_snapshot!(drawn(&bars), @r"
        A  ├─a──┤ ├─c──────┤
        B  ├─bb─┤ ├─longer─┤ ✗
        ");
    }

    #[test]
    fn call_within_a_call_has_a_row_of_its_own() {
        let bars = [
            ("B", "other", 0, 1),
            ("A", "outer", 2, 5),
            ("A", "inner", 3, 4),
            ("A", "after", 6, 7),
        ];
        insta::assert_snapshot!(drawn(&bars), @r"
        A            ├─outer─┤ ├─after─┤ ✗
        A            ├─inner─┤
        B  ├─other─┤
        ");
    }

    #[test]
    fn names_and_values_may_be_wide() {
        let bars = [("账户", "账", 0, 2), ("B", "xy", 1, 3)];
        insta::assert_snapshot!(drawn(&bars), @r"
        B     ├─xy─┤ ✗
        账户  ├─账─┤
        ");
    }

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let texts: Vec<String> =
            (0..20).map(|n| format!("get() {n}")).collect();
        let mut bars = vec![("A", "wait()", 0, usize::MAX)];
        for (n, text) in texts.iter().enumerate() {
            bars.push(("B", text, 2 * n + 1, 2 * n + 2));
        }
        let drawn = drawn(&bars);
        let widest = drawn.lines().map(UnicodeWidthStr::width).max();
        assert!((70..=80).contains(&widest.unwrap()), "{drawn}");
        for text in texts {
            assert_eq!(drawn.matches(&format!("─{text}─")).count(), 1);
        }
        let strips = drawn.matches("\n\n").count() + 1;
        assert_eq!(drawn.matches("─wait()─").count(), strips, "{drawn}");
        let second = drawn.lines().skip(3).take(2).collect::<Vec<_>>();
        insta::assert_snapshot!(second.join("\n"), @r"
        A  …─wait()─────────────────────────────────────────────────────…
        B    ├─get() 6─┤ ├─get() 7─┤ ├─get() 8─┤ ├─get() 9─┤ ├─get() 10─┤
        ");
    }
}
