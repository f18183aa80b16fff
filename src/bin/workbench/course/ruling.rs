//! What is said of an exercise that was checked, and the exit code for it.

use anyhow::Result;
use workbench::exercise::{Finding, Verdict};

use super::allowed::Refusal;
use super::replay;
use crate::labs::Exercise;
use crate::screen::Screen;

/// Refusals that are told, at most.
const REFUSALS: usize = 5;

/// What came of it.
pub(super) enum Ruling {
    /// It uses what it may not.
    Refused(Vec<Refusal>),
    /// The compiler refuses it, in these words.
    DoesNotCompile(String),
    /// Its check came to its end. What the compiler warns of.
    Checked(Verdict, String),
    /// It ended before its check, in this way.
    Ended(String),
    /// It did not end.
    Hangs,
}

impl Ruling {
    pub(super) fn is_pass(&self) -> bool {
        self.code() == 0
    }

    /// The exit code, as `workbench` has them.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Checked(verdict, _) => match verdict.finding {
                Finding::Pass => 0,
                Finding::Wrong | Finding::TooCareful => 1,
                Finding::Hangs => 3,
            },
            Self::Refused(_) | Self::Ended(_) => 1,
            Self::DoesNotCompile(_) => 2,
            Self::Hangs => 3,
        }
    }

    /// Tells it: one sentence, what happened, what to type.
    pub(super) fn tell(
        &self,
        exercise: &Exercise,
        screen: &Screen,
    ) -> Result<()> {
        let name = exercise.name;
        match self {
            Self::Refused(refusals) => {
                let what = &refusals[0];
                screen.result(&format!("FAIL {name}: {what}"), false)?;
                for it in refusals.iter().take(REFUSALS) {
                    let place = format!("{name}.rs:{}:{}", it.line, it.column);
                    let what = it.what.as_ref();
                    let what = what.map(|it| format!("{it}: "));
                    let what = what.unwrap_or_default() + &it.instead;
                    screen.print(&format!("  {place}  {what}"))?;
                }
                Ok(())
            }
            Self::DoesNotCompile(said) => {
                screen.as_it_is(said)?;
                let what = format!("FAIL {name}: it does not compile");
                screen.result(&what, false)
            }
            Self::Checked(verdict, warnings) => {
                checked(name, verdict, warnings, screen)
            }
            Self::Ended(how) => {
                screen.result(&format!("FAIL {name}: {how}"), false)?;
                hint(name, screen)
            }
            Self::Hangs => {
                let what = "it did not come to an end, and was ended";
                screen.result(&format!("FAIL {name}: {what}"), false)?;
                hint(name, screen)
            }
        }
    }
}

fn checked(
    name: &str,
    verdict: &Verdict,
    warnings: &str,
    screen: &Screen,
) -> Result<()> {
    let Verdict { sentence, claim, lines, .. } = verdict;
    if verdict.finding == Finding::Pass {
        screen.result(&format!("PASS {name}: {sentence}"), true)?;
        for line in lines {
            screen.print(&format!("  {line}"))?;
        }
        return screen.as_it_is(warnings);
    }
    screen.result(&format!("FAIL {name}: {sentence}"), false)?;
    screen.print(&format!("  this does not hold: {claim}"))?;
    let Some(token) = replay::token(verdict) else {
        for line in lines {
            screen.print(&format!("  {line}"))?;
        }
        return hint(name, screen);
    };
    screen.table(&lines.join("\n"))?;
    screen.print(&format!("  see it: workbench replay {token}"))?;
    hint(name, screen)
}

fn hint(name: &str, screen: &Screen) -> Result<()> {
    screen.print(&format!("  hint: workbench course hint {name}"))
}
