//! A sign of life while a story says nothing.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::output;

/// Silence that needs no explanation.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between two pictures of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// Turns below the last line while nothing is said, on a terminal only.
pub(crate) struct Spinner {
    thread: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Spinner {
    pub(crate) fn start() -> Self {
        if output::bars().is_hidden() {
            return Self { thread: None };
        }
        let (stop, stopped) = channel();
        let spin = move || {
            let mut shown: Option<ProgressBar> = None;
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                let silent = output::silence();
                if silent < PATIENCE {
                    shown.take().inspect(ProgressBar::finish_and_clear);
                    continue;
                }
                let bar = shown.get_or_insert_with(new_bar);
                bar.set_message(format!("{} s", silent.as_secs()));
                bar.tick();
            }
            shown.inspect(ProgressBar::finish_and_clear);
        };
        let thread = std::thread::Builder::new().name("spinner".into());
        // No sign of life is no reason to end.
        let thread = thread.spawn(spin).ok().map(|thread| (stop, thread));
        Self { thread }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.thread.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

fn new_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("   {spinner} {msg}");
    let style = style.expect("the template is well formed");
    output::bars().add(ProgressBar::new_spinner().with_style(style))
}
