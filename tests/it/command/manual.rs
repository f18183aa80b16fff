//! Completions and manual pages, made from what can be typed.

use super::run;

#[test]
fn completions_know_every_option_and_in_two_shells_the_labs() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]).good();
        assert!(script.contains("variant"), "{shell}: {script}");
        if ["bash", "zsh"].contains(&shell) {
            assert!(script.contains("deadlock"), "{shell}: {script}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_can_read_its_completions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workbench.bash");
    let script = run(&["completions", "bash"]).good();
    std::fs::write(&path, script).unwrap();
    let mut bash = std::process::Command::new("bash");
    assert!(bash.arg("-n").arg(path).status().unwrap().success());
}

#[test]
fn manual_has_a_page_for_the_command_and_one_for_each_part() {
    let page = run(&["man"]).good();
    assert!(page.contains(".TH workbench 1"), "{page}");
    let page = run(&["man", "lab"]).good();
    assert!(page.contains(".TH workbench-lab 1"), "{page}");
    assert!(page.contains("\\-\\-variant"), "{page}");
}
