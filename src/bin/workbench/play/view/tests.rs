//! What the keys of a terminal do, and that every page has its size.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::page::page;
use super::{Lower, Then, View};
use crate::play::round::Round;
use crate::subject::{Subject, Wishes};

fn begin(name: &str) -> (Round, View) {
    let subject = Subject::find(name, Wishes::default()).unwrap();
    let round = Round::new(subject);
    let view = View::new(&round);
    (round, view)
}

/// Presses `keys` one after the other; what the last has led to.
fn press(
    (round, view): &mut (Round, View),
    keys: impl IntoIterator<Item = KeyCode>,
) -> Then {
    let press = |key| view.press(KeyEvent::from(key), round);
    keys.into_iter().map(press).last().unwrap()
}

fn typed(game: &mut (Round, View), keys: &str) -> Then {
    press(game, keys.chars().map(KeyCode::Char))
}

fn seen((round, view): &(Round, View), width: usize, height: usize) -> String {
    let lines = page(round, view, width, height).into_iter();
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_page_fits_where_it_is_drawn() {
    for name in ["flags", "table", "manners", "bread", "philosophers"] {
        let mut game = begin(name);
        for key in "12s1?2h1ur1212121".chars() {
            typed(&mut game, &key.to_string());
            for (width, height) in [(58, 20), (78, 24), (118, 40), (30, 8)] {
                let (round, view) = &game;
                let lines = page(round, view, width, height);
                assert_eq!(lines.len(), height, "{name} {key}");
                let widest = lines.iter().map(|it| it.width()).max();
                let seen = seen(&game, width, height);
                assert!(widest <= Some(width), "{name} {key}: {seen}");
            }
        }
    }
}

#[test]
fn arrows_and_enter_choose_as_numbers_do() {
    let (mut arrows, mut numbers) = (begin("flags"), begin("flags"));
    typed(&mut numbers, "1221");
    use KeyCode::{Down, Enter, Up};
    press(&mut arrows, [Enter, Down, Enter, Enter, Up, Enter]);
    assert_eq!(arrows.0.game.schedule(), numbers.0.game.schedule());
    press(&mut arrows, [KeyCode::Backspace]);
    typed(&mut numbers, "u");
    assert_eq!(arrows.0.game.moves(), 3);
    assert_eq!(seen(&arrows, 78, 24), seen(&numbers, 78, 24));
}

#[test]
fn who_waits_is_told_why_and_nothing_is_played() {
    let mut game = begin("table");
    typed(&mut game, "121");
    let why = "waits for fork-2, which Hypatia has";
    assert_eq!(game.1.news.as_deref(), Some(&*format!("Plato {why}")));
    assert_eq!(game.0.game.moves(), 2);
    for width in [58, 78, 118] {
        let seen = seen(&game, width, 24);
        assert!(seen.lines().any(|it| it.ends_with(why)), "{seen}");
    }
    typed(&mut game, "2");
    assert_eq!(game.1.news, None);
}

#[test]
fn broken_level_is_told_and_leads_to_the_next() {
    let mut game = begin("flags");
    assert!(matches!(typed(&mut game, "n"), Then::On), "it is not broken");
    typed(&mut game, "122211");
    let seen = seen(&game, 58, 20);
    for words in ["6 moves · par 6", "you broke it: ", "at par", "n next"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    let Then::Next(next) = typed(&mut game, "n") else { panic!("{seen}") };
    assert_eq!(next.words(), "manners");
}

#[test]
fn escape_closes_what_is_open_before_it_leaves() {
    let mut game = begin("flags");
    typed(&mut game, "?");
    assert_eq!(game.1.lower, Lower::Help);
    assert!(matches!(press(&mut game, [KeyCode::Esc]), Then::On));
    assert_eq!(game.1.lower, Lower::Steps);
    assert!(matches!(press(&mut game, [KeyCode::Esc]), Then::Quit));
}
