//! What a request is answered: JSON, or a word on why not.

use std::fmt::Display;

use axum::body::{Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::output::{Usage, one_line};

/// Bytes of a request's body, where it is no trace.
const BODY: usize = 64 << 10;

/// Data for the page.
pub(super) struct Json<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => {
                let kind = [(header::CONTENT_TYPE, "application/json")];
                (kind, body).into_response()
            }
            Err(why) => Refused::ours(&why).into_response(),
        }
    }
}

/// What the page wishes, read from the body of a request.
pub(super) struct Wished<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Wished<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if kind.is_none_or(|it| it != "application/json") {
            let why = "the body has to be application/json";
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, why));
        }
        let body = body(request, BODY).await.ok_or_else(|| {
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            Refused::new(status, "the request is too large")
        })?;
        serde_json::from_slice(&body).map(Self).map_err(|why| {
            let why = format!("the request cannot be read: {why}");
            Refused::new(StatusCode::BAD_REQUEST, why)
        })
    }
}

/// The body of a request, if all of it comes and has at most so many bytes.
/// One that says that it has more is not read.
pub(super) async fn body(request: Request, most: usize) -> Option<Bytes> {
    let body = request.into_body();
    let said = body.size_hint().lower();
    match said > most as u64 {
        true => None,
        false => to_bytes(body, most).await.ok(),
    }
}

/// Why something is not done, in a sentence that the page shows.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    why: String,
}

impl Refused {
    pub(super) fn new(status: StatusCode, why: impl Into<String>) -> Self {
        Self { status, why: why.into() }
    }

    /// There is no such thing.
    pub(super) fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, what)
    }

    /// It was asked for what cannot be.
    pub(super) fn unprocessable(why: impl Display) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, why.to_string())
    }

    /// Nobody who asks can help it.
    pub(super) fn ours(why: &impl Display) -> Self {
        let why = format!("workbench itself is at fault: {why:#}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, why)
    }
}

impl From<Usage> for Refused {
    fn from(why: Usage) -> Self {
        Self::unprocessable(why)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let why = one_line(&self.why);
        (self.status, Json(json!({ "error": why }))).into_response()
    }
}
