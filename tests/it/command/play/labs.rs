//! The variants of labs, played by the command.

use unicode_width::UnicodeWidthStr;

use super::Player;
use crate::labs::explored;

/// Red for a card without its `source`.
#[test]
fn every_variant_that_is_explored_can_be_played_and_read() {
    let player = Player::new();
    for (lab, variant) in explored() {
        let words = ["play", lab, "--variant", variant, "--keys", "s"];
        let ran = player.run(&words);
        assert_eq!(ran.stderr, "", "{ran}");
        let told = &ran.stdout;
        // Where there is nothing to choose.
        let ended = ["you broke it: ", "it came to its end"];
        let has_ended = ended.iter().any(|words| told.contains(words));
        let is_mark = |line: &str| {
            let first = line.split_whitespace().next();
            first.is_some_and(|it| it.ends_with('>'))
        };
        assert!(has_ended || told.lines().any(is_mark), "{ran}");
        let widest = told.lines().map(UnicodeWidthStr::width).max();
        assert!(widest <= Some(80), "{ran}");
    }
}
