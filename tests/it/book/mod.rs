//! The book's chapters, without mdBook: what they show is what comes, what
//! they include is there, and what they link to.

mod chapter;
mod commands;
mod includes;
mod links;
mod parts;
mod shown;
mod translated;

use chapter::{Chapter, chapters};
