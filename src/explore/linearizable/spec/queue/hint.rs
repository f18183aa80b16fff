//! In which order items may have gone in, told from how they came out.
//!
//! A queue shows long after two puts which of them was first, when all puts
//! between may have been tried both ways round: without a guess the search
//! doubles with every item that lies in the queue.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

use super::{Op, Order, Ret};
use crate::explore::linearizable::Call;

/// An item's way through the queue.
struct Life {
    put: Span,
    get: Span,
}

/// A call, if there is one, and between which moments it took effect.
#[derive(Clone, Copy)]
struct Span {
    call: Option<usize>,
    began: usize,
    returned: usize,
}

/// Later than every moment of a history.
const NEVER: usize = usize::MAX;

pub(super) fn hint<T: Eq + Hash>(
    order: &Order<T>,
    calls: &[Call<Op<T>, Ret<T>>],
) -> Vec<Option<usize>> {
    let mut ranks = vec![None; calls.len()];
    let mut rank = |span: Span, rank| {
        if let Some(call) = span.call {
            ranks[call] = Some(rank);
        }
    };
    let mut lives = lives(calls);
    match order {
        Order::Oldest => {
            for (place, life) in line_up(lives).into_iter().enumerate() {
                rank(life.put, 2 * place);
                rank(life.get, 2 * place + 1);
            }
        }
        // What comes out last lies at the bottom.
        Order::Newest => {
            lives.sort_by_key(|life| Reverse(life.get.returned));
            for (place, life) in lives.into_iter().enumerate() {
                rank(life.put, place);
            }
        }
        // Who was put first shows among equals only.
        Order::Smallest(_) => {}
    }
    ranks
}

/// The items in the order in which their puts began. Of equal ones, the first
/// that was put is taken for the first that was got.
fn lives<T: Eq + Hash>(calls: &[Call<Op<T>, Ret<T>>]) -> Vec<Life> {
    let span = |call: usize| Span {
        call: Some(call),
        began: calls[call].began,
        returned: calls[call].returned.unwrap_or(NEVER),
    };
    let mut gets: HashMap<&T, VecDeque<Span>> = HashMap::new();
    for (number, call) in calls.iter().enumerate() {
        if let Some(Ret::Got(item)) = &call.ret {
            gets.entry(item).or_default().push_back(span(number));
        }
    }
    let mut lives = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        if let (Op::Put(item) | Op::TryPut(item), None | Some(Ret::Done)) =
            (&call.op, &call.ret)
        {
            let none = Span { call: None, began: NEVER, returned: NEVER };
            let got = gets.get_mut(item).and_then(VecDeque::pop_front);
            lives.push(Life { put: span(number), get: got.unwrap_or(none) });
        }
    }
    lives
}

/// An order of the items in which no call comes before one that was over
/// when it began, neither among the puts nor among the gets; if there is one.
fn line_up(lives: Vec<Life>) -> Vec<Life> {
    let mut gets: BTreeSet<(usize, usize)> =
        lives.iter().map(|life| (life.get.returned, life.put.began)).collect();
    let mut left = VecDeque::from(lives);
    let mut line = Vec::new();
    while let Some(first) = left.front() {
        // Whoever is next was put before anybody's put was over, and got
        // before anybody's get was.
        let mut put = first.put.returned;
        let got = gets.first().map_or(NEVER, |(returned, _)| *returned);
        let mut next = None;
        for (place, life) in left.iter().enumerate() {
            if life.put.began > put {
                break;
            }
            put = put.min(life.put.returned);
            if next.is_none() && life.get.began <= got {
                next = Some(place);
            }
        }
        let Some(life) = left.remove(next.unwrap_or(0)) else { break };
        gets.remove(&(life.get.returned, life.put.began));
        line.push(life);
    }
    line
}
