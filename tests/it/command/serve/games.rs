//! Explorations and games: the command decides, the page shows.

use serde_json::Value;

use super::{Server, serve};

fn press(server: &Server, game: u64, key: &str) -> Value {
    let wish = format!(r#"{{"key":"{key}"}}"#);
    let answer = server.post(&format!("/api/games/{game}"), &wish);
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()["state"].take()
}

fn begin(server: &Server, wish: &str) -> (u64, Value) {
    let answer = server.post("/api/games", wish);
    assert_eq!(answer.status, 201, "{answer}");
    let mut game = answer.json();
    (game["id"].as_u64().unwrap(), game["state"].take())
}

#[test]
fn flags_is_won_in_six_moves() {
    let server = serve();
    let (game, state) = begin(&server, r#"{"name":"flags"}"#);
    assert_eq!(state["goal"], "Bring both into the room at once.");
    assert_eq!(state["seats"][0]["next"], "flag-B.load");
    let has_end = |state: &Value| {
        let trace = state["trace"].as_str().unwrap();
        trace.lines().last().unwrap().starts_with("{\"end\"")
    };
    assert!(!has_end(&state), "it goes on");
    for key in ["1", "2", "1", "1", "2"] {
        let state = press(&server, game, key);
        assert_eq!(
            (&state["ending"], &state["refused"]),
            (&Value::Null, &Value::Null)
        );
    }
    let won = press(&server, game, "2");
    assert_eq!(won["ending"]["is_broken"], true);
    assert_eq!(won["moves"], 6);
    assert!(has_end(&won));
    let over = press(&server, game, "1");
    let why = over["refused"].as_str().unwrap();
    assert!(why.contains("the program is over"), "{why}");
    let back = press(&server, game, "u");
    assert_eq!((&back["ending"], &back["moves"]), (&Value::Null, &5.into()));
    assert_eq!(press(&server, game, "r")["moves"], 0);
    server.good();
}

#[test]
fn whoever_waits_is_not_let_on_and_told_why() {
    let server = serve();
    let wish = r#"{"name":"deadlock","variant":"broken"}"#;
    let (game, _) = begin(&server, wish);
    press(&server, game, "1");
    press(&server, game, "2");
    let state = press(&server, game, "1");
    let seat = &state["seats"][0];
    if state["ending"].is_null() {
        assert_eq!(seat["can"], false, "{state}");
    }
    let words = seat["next"].as_str().unwrap();
    assert!(words.contains("waits for lock2, which Thread-2 has"), "{words}");
    server.good();
}

#[test]
fn words_that_are_no_key_are_refused() {
    let server = serve();
    let (game, _) = begin(&server, r#"{"name":"flags"}"#);
    for key in ["x", "7", "-1"] {
        let state = press(&server, game, key);
        assert!(state["refused"].is_string(), "{key}");
        assert_eq!(state["moves"], 0);
    }
    for key in ["1 2", r"1\n2", "12345678901234567"] {
        let wish = format!(r#"{{"key":"{key}"}}"#);
        let answer = server.post(&format!("/api/games/{game}"), &wish);
        assert_eq!(answer.refusal(422), "a key is one short word");
    }
    let other = server.post("/api/games/99", r#"{"key":"1"}"#);
    assert!(other.refusal(404).contains("begin another one"));
    server.good();
}

#[test]
fn what_cannot_be_explored_is_refused_with_the_reason() {
    let server = serve();
    for (wish, word) in [
        (r#"{"name":"flgas"}"#, "did you mean 'flags'?"),
        (r#"{"name":"flags","variant":"x"}"#, "has no variant"),
        (r#"{"name":"--help"}"#, "no lab and no level named"),
        (r#"{"name":"process"}"#, "cannot be explored"),
        (r#"{"name":"locks","threads":99}"#, "2 to 16"),
    ] {
        for path in ["/api/games", "/api/explore"] {
            let why = server.post(path, wish).refusal(422);
            assert!(why.contains(word), "{wish}: {why}");
        }
    }
    server.good();
}

#[test]
fn oldest_game_gives_way_to_the_ninth() {
    let server = serve();
    let first = begin(&server, r#"{"name":"flags"}"#).0;
    for _ in 0..8 {
        begin(&server, r#"{"name":"flags"}"#);
    }
    let answer = server.post(&format!("/api/games/{first}"), r#"{"key":"1"}"#);
    assert_eq!(answer.status, 404);
    super::until(|| server.children().len() == 8);
    let last = server.delete("/api/games/9");
    assert_eq!(last.status, 204);
    super::until(|| server.children().len() == 7);
    server.good();
}

#[test]
fn deadlock_is_explored_and_its_failure_kept_as_a_run() {
    let server = serve();
    let answer = server.post("/api/explore", r#"{"name":"deadlock"}"#);
    assert_eq!(answer.status, 200, "{answer}");
    let found = answer.json();
    let report = &found["report"];
    assert_eq!(report["verdict"], "failed");
    assert_eq!(report["failure"]["kind"], "deadlock");
    let token = report["failure"]["token"].as_str().unwrap();
    assert!(token.starts_with("deadlock@"), "{token}");
    let run = found["run"].as_u64().unwrap();
    let svg = server.get(&format!("/api/runs/{run}/run.svg"));
    assert!(svg.text().contains("nobody in this circle can go on"));
    server.good();
}

#[test]
fn proof_is_told_with_what_it_holds_for() {
    let server = serve();
    let wish = r#"{"name":"deadlock","variant":"ordered"}"#;
    let found = server.post("/api/explore", wish).json();
    assert_eq!(found["report"]["verdict"], "proved");
    assert_eq!(found["run"], Value::Null);
    let scope = found["report"]["scope"].to_string();
    assert!(scope.contains("sequentially consistent"), "{scope}");
    server.good();
}

#[test]
fn exploration_that_nobody_waits_for_ends() {
    let server = serve();
    // Two hundred philosophers' worth of interleavings: it never ends.
    let wish = br#"{"name":"locks","threads":16}"#;
    let asked = server.send("POST /api/explore", &server.usual(), wish);
    super::until(|| server.children().len() == 1);
    drop(asked);
    super::until(|| server.children().is_empty());
    server.good();
}
