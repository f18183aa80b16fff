//! Who is let in: the browser that was given this server's address with its
//! token, and no other page in it.
//!
//! - `Host` has to be this machine by one of its own names: a name that
//!   somebody else has pointed here (DNS rebinding) is not.
//! - `Origin`, where there is one, has to be this server; whatever is not a
//!   GET has to have one. A page from elsewhere can send a request, and not
//!   this header.
//! - The token comes once, in the address, and is then a cookie that no other
//!   site can have sent and no script can read.

use std::fmt::Write;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing but what this server has sent.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src \
    'self'; img-src 'self'; connect-src 'self'; base-uri \
    'none'; form-action 'none'; frame-ancestors 'none'";

/// For whoever comes without the token.
const CLOSED: &str = "<!doctype html><meta charset=utf-8><title>workbench\
    </title><p>This page needs the whole address that <code>workbench serve\
    </code> has printed, with its token: open that one.";

/// What is asked of every request.
pub(super) struct Gate {
    port: u16,
    token: String,
}

impl Gate {
    /// A gate with a token of its own.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub(super) fn new(port: u16) -> Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)
            .map_err(|why| anyhow!("cannot make a token: {why}"))?;
        let mut token = String::new();
        for byte in bytes {
            let _ = write!(token, "{byte:02x}");
        }
        Ok(Self { port, token })
    }

    /// The address that lets in.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// Cookies know no ports: another server on this machine has its own.
    fn cookie(&self) -> String {
        format!("workbench-{}", self.port)
    }

    fn check(&self, request: &Request) -> Result<Entry, Closed> {
        let headers = request.headers();
        let host = only(headers, &header::HOST).unwrap_or_default();
        if !self.names().any(|name| name == host) {
            return Err(Closed::OtherHost);
        }
        let is_own = |origin: &str| {
            self.names().any(|name| origin == format!("http://{name}"))
        };
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        match headers.contains_key(header::ORIGIN) {
            false if reads => {}
            _ if only(headers, &header::ORIGIN).is_some_and(is_own) => {}
            _ => return Err(Closed::OtherOrigin),
        }
        let uri = request.uri();
        let typed = uri.query().and_then(|it| it.strip_prefix("token="));
        if let ("/", Some(typed), true) = (uri.path(), typed, reads) {
            return match same(typed, &self.token) {
                true => Ok(Entry::First),
                false => Err(Closed::NoToken),
            };
        }
        match cookies(headers, &self.cookie()).any(|it| same(it, &self.token)) {
            true => Ok(Entry::Known),
            false => Err(Closed::NoToken),
        }
    }

    /// Names of this server, as a browser writes them.
    fn names(&self) -> impl Iterator<Item = String> {
        let port = self.port;
        ["127.0.0.1", "localhost"].into_iter().map(move |host| match port {
            80 => host.to_owned(),
            _ => format!("{host}:{port}"),
        })
    }

    /// Keeps the token in a cookie, and takes it out of the address.
    fn welcome(&self) -> Response {
        let (name, token) = (self.cookie(), &self.token);
        let cookie =
            format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict");
        let headers =
            [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)];
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

enum Entry {
    /// With the address that was printed.
    First,
    Known,
}

enum Closed {
    OtherHost,
    OtherOrigin,
    NoToken,
}

impl IntoResponse for Closed {
    fn into_response(self) -> Response {
        let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        let status = StatusCode::FORBIDDEN;
        match self {
            Self::OtherHost => {
                (status, "this server has another name").into_response()
            }
            Self::OtherOrigin => {
                (status, "no other page may ask this").into_response()
            }
            Self::NoToken => (status, html, CLOSED).into_response(),
        }
    }
}

/// Lets in whoever may come, and says to every answer what holds for all.
pub(super) async fn keep(
    State(gate): State<Arc<Gate>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match gate.check(&request) {
        Ok(Entry::Known) => next.run(request).await,
        Ok(Entry::First) => gate.welcome(),
        Err(closed) => closed.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        // The book's pages have a policy of their own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The value of a header that is there once.
fn only<'a>(
    headers: &'a HeaderMap,
    name: &header::HeaderName,
) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let value = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(value)
}

/// The values of a cookie: there may be some of a server that is gone.
fn cookies<'a>(
    headers: &'a HeaderMap,
    name: &'a str,
) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).iter();
    all.filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .filter_map(move |(it, value)| (it == name).then_some(value))
}

/// Whether two texts are the same, in a time that does not tell how much of
/// them is.
fn same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).map(|(a, b)| a ^ b);
    one.len() == other.len() && differences.fold(0, |all, it| all | it) == 0
}
