//! `workbench book`: the book, which the binary carries with it if it was
//! built before.
//!
//! There is nothing to keep from anybody: it is read, and nothing is run.

use anyhow::Result;
use axum::Router;
use axum::http::{HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use super::{assets, host};
use crate::args;
use crate::output::Usage;

/// Where to listen, unless somebody says otherwise: `serve` has the one
/// before.
const PORT: u16 = 7008;

/// mdBook's pages have scripts and styles in them.
const POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
    frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; \
    form-action 'none'";

/// What `book/build` has made, by its name.
#[derive(RustEmbed)]
#[folder = "book/built/"]
#[allow_missing = true]
struct Pages;

/// Serves the book until a signal comes.
///
/// # Errors
///
/// If there is no book in this binary, or the port cannot be had.
pub(crate) fn run(args: &args::Page) -> Result<()> {
    if Pages::get("index.html").is_none() {
        let why = "this workbench was built without its book; in the folder \
                   of its source, 'bash book/build' makes the book, and then \
                   'cargo install --path .' takes it in";
        return Err(Usage::new(why).into());
    }
    let listener = host::listen(args.port.unwrap_or(PORT))?;
    let url = format!("http://{}/", listener.local_addr()?);
    host::serve(listener, pages(), &url, args.open, || {})
}

/// Every page of the book.
pub(super) fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().fallback(get(page))
}

/// The chapter about a lab, if there is one: it is called as the lab is.
pub(super) fn chapter(lab: &str) -> Option<String> {
    let name = format!("{lab}.html");
    Pages::get(&name).map(|_| name)
}

/// The page that this address names; a folder is its first page.
async fn page(uri: Uri) -> Response {
    let mut name = uri.path().trim_start_matches('/').to_owned();
    if name.is_empty() || name.ends_with('/') {
        name += "index.html";
    }
    match Pages::get(&name) {
        Some(file) => (headers(&name), file.data).into_response(),
        None => {
            let lost = Pages::get("404.html").map(|it| it.data);
            let page = (headers("404.html"), lost.unwrap_or_default());
            (StatusCode::NOT_FOUND, page).into_response()
        }
    }
}

fn headers(name: &str) -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, assets::kind(name)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}
