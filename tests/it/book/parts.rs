//! Every chapter has the same parts.

use super::chapters;

const PARTS: [&str; 9] = [
    "Predict",
    "Run",
    "Explain",
    "Break",
    "Fix",
    "Exercise",
    "Measure",
    "The same elsewhere",
    "Read more",
];

#[test]
fn every_chapter_has_its_parts_in_order() {
    for chapter in chapters() {
        if chapter.file != "introduction.md" {
            assert_eq!(chapter.titles(2), PARTS, "{}", chapter.file);
        }
    }
}

#[test]
fn every_chapter_folds_its_answer_and_its_notes_for_teachers() {
    for chapter in chapters() {
        let has = |it| chapter.text.contains(it);
        let is_chapter = chapter.file != "introduction.md";
        assert!(has("<summary>\n\nFor the teacher\n"), "{}", chapter.file);
        assert_eq!(has("<summary>\n\nAnswer\n"), is_chapter);
        assert_eq!(has("minutes: predict "), is_chapter, "{}", chapter.file);
    }
}
