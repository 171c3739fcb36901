//! What the meeting did: decisions, votes, actions, and which action arises from which decision.

use types::{Action, Decision, Vote};

use crate::actions::{Arising, Tasked, find_actions};
use crate::decisions::find_decisions;
use crate::decisions::write::write_decisions;
use crate::sitting::Sitting;
use crate::votes::find_votes;

/// What came of a meeting; nothing of one that is to come.
#[derive(Default)]
pub(crate) struct Proceedings {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) votes: Vec<Vote>,
    pub(crate) actions: Vec<Action>,
}

/// Reads what came of a meeting. `body` is the name of the body that met, if the paper says it.
pub(crate) fn read_proceedings(sitting: &Sitting<'_, '_>, body: Option<&str>) -> Proceedings {
    // An agenda decides nothing and asks nobody yet.
    if sitting.is_ahead() {
        return Proceedings::default();
    }
    let rulings = find_decisions(sitting, body);
    let mut decisions = write_decisions(sitting, &rulings);
    let Tasked { actions, arising } = find_actions(sitting, &rulings);
    for Arising { ruling, action } in arising {
        if let Some(decision) = decisions.get_mut(ruling) {
            decision.gives_rise_to.push(action);
        }
    }
    Proceedings { decisions, votes: find_votes(sitting), actions }
}
