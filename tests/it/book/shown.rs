//! Whether what a page shows is what a command says.
//!
//! Line by line, and byte by byte, but for three things:
//! - a time (`0.60 s`, `44 ms`) is any time;
//! - `…` stands for anything: in a line for a part of it, alone for lines;
//! - lines that begin with a time are said by threads, which may come in any
//!   order.

/// Whether these lines of a page stand for these of a command.
pub(super) fn stands_for(shown: &[String], seen: &[String]) -> bool {
    lines(&settled(shown), &settled(seen))
}

/// Without what is different every time.
fn settled(all: &[String]) -> Vec<String> {
    let mut all: Vec<_> = all.iter().map(|it| timeless(it)).collect();
    let both_are_said = |a: &String, b: &String| is_said(a) && is_said(b);
    all.chunk_by_mut(both_are_said).for_each(<[String]>::sort);
    all
}

/// Whether a thread said this, at some time.
fn is_said(line: &str) -> bool {
    line.starts_with("  0 s  ")
}

/// The line with `0 s` for every time.
fn timeless(line: &str) -> String {
    let is_number = |it: &str| {
        it.starts_with(|c: char| c.is_ascii_digit())
            && it.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let mut words: Vec<&str> = line.split(' ').collect();
    for at in 1..words.len() {
        let unit = words[at].trim_end_matches([',', ':', ';', ')']);
        if ["s", "ms", "µs", "ns"].contains(&unit) && is_number(words[at - 1])
        {
            words[at - 1] = "0";
            words[at] = match &words[at][unit.len()..] {
                "" => "s",
                "," => "s,",
                ":" => "s:",
                ";" => "s;",
                _ => "s)",
            };
        }
    }
    words.join(" ")
}

fn lines(shown: &[String], seen: &[String]) -> bool {
    match shown {
        [] => seen.is_empty(),
        [dots, rest @ ..] if dots == "…" => {
            (0..=seen.len()).any(|left_out| lines(rest, &seen[left_out..]))
        }
        [first, rest @ ..] => seen
            .split_first()
            .is_some_and(|(it, more)| line(first, it) && lines(rest, more)),
    }
}

fn line(shown: &str, seen: &str) -> bool {
    let Some((begins, rest)) = shown.split_once('…') else {
        return shown == seen;
    };
    seen.strip_prefix(begins).is_some_and(|seen| {
        let mut ends = seen.char_indices().map(|(at, _)| at);
        ends.any(|at| line(rest, &seen[at..])) || rest.is_empty()
    })
}

mod tests {
    use super::stands_for;

    #[track_caller]
    fn check(shown: &str, seen: &str, expected: bool) {
        let lines =
            |it: &str| -> Vec<_> { it.lines().map(str::to_owned).collect() };
        let found = stands_for(&lines(shown), &lines(seen));
        assert_eq!(found, expected, "{shown}\n---\n{seen}");
    }

    #[test]
    fn other_words_are_not_the_same() {
        check("left ▸ 100 → 99", "left ▸ 100 → 99", true);
        check("left ▸ 100 → 99", "left ▸ 100 → 98", false);
        check("proved\n  for 2", "proved", false);
        check("proved", "proved\n  for 2", false);
        check("a  b", "a b", false);
    }

    #[test]
    fn times_are_any_times_and_other_numbers_are_not() {
        check("right, in 0.50 s", "right, in 12.61 s", true);
        check("   0.60 s: both", "   1.02 s: both", true);
        check("3.7 ms for it", "566 µs for it", true);
        check("10 rounds", "11 rounds", false);
        check("in 0.50 s", "in time s", false);
    }

    #[test]
    fn dots_stand_for_parts_of_lines_and_for_lines() {
        check("longest by …", "longest by taker-4", true);
        check("… reads, … writes", "5 reads, 1 writes", true);
        check("… reads, … writes", "5 reads, 1 write", false);
        check("a\n…\nd", "a\nb\nc\nd", true);
        check("a\n…\nd", "a\nb\nc", false);
        check("a\n…", "a", true);
    }

    #[test]
    fn threads_may_come_in_another_order_and_the_story_may_not() {
        let seen = "  0.00 s  b  hi\n  0.01 s  a  ho\nend";
        check("  0.00 s  a  ho\n  0.00 s  b  hi\nend", seen, true);
        check("  0.00 s  a  ho\n  0.00 s  b  ho\nend", seen, false);
        check("end\n  0.00 s  a  ho\n  0.00 s  b  hi", seen, false);
    }
}
