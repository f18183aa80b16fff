//! The page's files, which the binary carries with it.

use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::answer::Refused;

/// Everything in `web/`, by its name: no path leads to any other file.
#[derive(RustEmbed)]
#[folder = "web/"]
struct Web;

/// The file that this address names.
pub(super) async fn asset(uri: Uri) -> Response {
    let name = match uri.path() {
        "/" => "index.html",
        path => path.trim_start_matches('/'),
    };
    match Web::get(name) {
        Some(file) => {
            let kind = [(header::CONTENT_TYPE, kind(name))];
            (kind, file.data).into_response()
        }
        None => Refused::unknown("there is nothing here").into_response(),
    }
}

/// What a file is, as its name says.
pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
