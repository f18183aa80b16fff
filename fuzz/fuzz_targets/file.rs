#![no_main]

#[path = "../properties/file.rs"]
mod property;
#[path = "../properties/serve.rs"]
mod serve;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
