//! `echo`, `sticky` and `udp`.

use workbench::trace::What;

use super::{in_order, number_after, number_before, run, told};

#[test]
fn server_of_one_answer_refuses_the_second_caller() {
    let words = ["hears HELLO", "ben comes second: Connection refused"];
    in_order(told("echo").chapter("one-shot"), &words);
}

#[test]
fn server_that_takes_the_end_for_words_reads_it_for_ever() {
    let chapter = told("echo").chapter("unchecked");
    in_order(chapter, &["hears BYE", "anna has hung up", "read nothing"]);
    assert!(number_after(chapter, "read nothing ") >= 1000.0, "{chapter}");
}

#[test]
fn second_caller_is_connected_at_once_and_answered_in_turn() {
    let words = [
        "ben        is connected",
        "anna       hears HELLO",
        "anna       hears BYE",
        "phone      the caller has hung up",
        "ben        hears AND I?",
        "ben waited",
    ];
    in_order(told("echo").chapter("calls"), &words);
}

#[test]
fn answer_to_somebody_who_has_left_is_sent_before_the_pipe_breaks() {
    let words = [
        "an answer is on its way",
        "is told: Broken pipe",
        " answer was sent, and nobody heard it",
    ];
    let chapter = told("echo").chapter("lost");
    in_order(chapter, &words);
    assert!(number_before(chapter, " answer was sent") > 0.0, "{chapter}");
}

#[test]
fn reset_of_one_call_ends_a_server_that_lets_it() {
    let words = [
        "the phone is dead: Connection reset by peer",
        "ben did nothing, and hears: Connection refused",
    ];
    in_order(told("echo").chapter("fragile"), &words);
    let words = [
        "a call went wrong: Connection reset by peer",
        "ben        hears HELLO",
        "ben was answered as if nothing had happened",
    ];
    in_order(told("echo").chapter("sturdy"), &words);
}

/// The difference is the option: what is left of the call is the same.
#[test]
fn number_is_free_at_once_only_for_who_asks_to_reuse_it() {
    for (variant, end) in [
        ("restart", "the same number again: Address already in use"),
        ("reuse", "listens at the same number, at once"),
    ] {
        let words = ["what is left of the call: TIME_WAIT", end];
        in_order(told("echo").chapter(variant), &words);
    }
}

#[test]
fn callers_who_do_not_fit_into_the_backlog_dial_again() {
    let chapter = told("echo").chapter("narrow");
    let words = [
        "ben        is connected",
        "the phone is picked up",
        "cleo       is connected",
        "2 had to dial again",
    ];
    // Cleo and Dora dial at the same time.
    in_order(&chapter.replace("dora ", "cleo "), &words);
    let wide = told("echo").chapter("wide");
    let (before, _) = wide.split_once("the phone is picked up").unwrap();
    assert_eq!(before.matches("is connected").count(), 4, "{wide}");
    assert!(wide.contains("all four were connected before"), "{wide}");
}

#[test]
fn unix_socket_leaves_its_file() {
    let words = ["again: Address already in use", "HELLO; and again"];
    in_order(told("echo").chapter("unix"), &words);
}

const GLUED: &str = "one read: onetwothreefourfivesixseveneightnineten";

#[test]
fn ten_writes_are_one_read_with_and_without_nodelay() {
    for variant in ["glued", "no-delay"] {
        told("sticky").says(variant, &[GLUED]);
        let trace = told("sticky").trace(variant);
        let count = |of: fn(&What) -> bool| {
            trace.events.iter().filter(|event| of(&event.what)).count()
        };
        assert_eq!(count(|it| matches!(it, What::Put { .. })), 10);
        assert_eq!(count(|it| matches!(it, What::Get { .. })), 1);
    }
}

#[test]
fn long_message_comes_in_pieces() {
    let chapter = told("sticky").chapter("pieces");
    assert!(number_before(chapter, " reads; ") > 1.0, "{chapter}");
    let first = number_after(chapter, "the first had ");
    assert!(first < number_after(chapter, "one write of "), "{chapter}");
}

#[test]
fn framed_messages_keep_their_borders() {
    told("sticky").says("framed", &["11 messages came as they were sent"]);
}

/// A lower bound: what a system waits with its acknowledgement for, be it as
/// fast as it may.
#[test]
fn request_of_two_writes_waits_for_an_acknowledgement() {
    let chapter = told("sticky").chapter("delayed");
    let time = number_before(chapter, " ms a request of five letters");
    assert!(time > 10.0, "{chapter}");
    let words = ["ms with TCP_NODELAY", "ms with one vectored write"];
    in_order(told("sticky").chapter("prompt"), &words);
}

#[test]
fn datagram_is_read_as_it_was_sent_be_it_empty() {
    let words = [r#"three reads: ["hello", "", "how are you?"]"#];
    told("udp").says("borders", &words);
}

#[test]
fn three_clients_share_a_server_without_accept() {
    told("udp").says("clients", &["six cards from three, and no accept"]);
}

#[test]
fn rest_of_a_datagram_is_gone_and_only_a_flag_tells() {
    let words = ["reads 14 bytes: meet me at ten\n", "the rest is gone"];
    in_order(told("udp").chapter("cut"), &words);
    let words = ["reads 14 bytes: meet me at ten\n", "there were 27"];
    in_order(told("udp").chapter("told"), &words);
}

#[test]
fn only_a_connected_socket_is_told_that_nobody_is_there() {
    let words = ["silence", "connected, it is told: Connection refused"];
    in_order(told("udp").chapter("nobody"), &words);
}

#[test]
fn datagrams_that_find_no_room_are_lost() {
    let chapter = told("udp").chapter("flood");
    let came = number_before(chapter, " came: ");
    assert!(0.0 < came && came < 1000.0, "{chapter}");
    let lost = number_before(chapter, " lost");
    assert_eq!(came + lost, number_before(chapter, " sent, "), "{chapter}");
}

/// What came over the way that loses, by its seed.
fn over_the_way(variant: &str, seed: &str) -> String {
    let words = ["lab", "udp", "--variant", variant, "--seed", seed];
    let hurry = ["--speed", "0.01", "--view", "text"];
    let story = run(&[&words[..], &hurry].concat()).good();
    let mut lines = story.lines();
    lines.find(|line| line.ends_with(']')).unwrap().trim().to_owned()
}

#[test]
fn seed_decides_what_is_lost() {
    let seeds = ["1", "2", "3", "4", "5"];
    let came = seeds.map(|seed| over_the_way("lossy", seed));
    assert_eq!(came, seeds.map(|seed| over_the_way("lossy", seed)));
    assert!(came.iter().any(|it| *it != came[0]), "{came:?}");
    let all = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    assert!(came.iter().all(|it| !it.ends_with(all)), "{came:?}");
}

#[test]
fn numbers_and_answers_repair_every_way() {
    for seed in 1..=20 {
        let came = over_the_way("repaired", &seed.to_string());
        let all = "all came, and in order: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
        assert_eq!(came, all, "seed {seed}");
    }
}
