#![no_main]

#[path = "../properties/command.rs"]
mod property;
#[path = "../properties/serve.rs"]
mod serve;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
