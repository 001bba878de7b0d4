//! Input that is broken in many ways: a record that cannot be read is rejected, and kept with its
//! position and the reason; all other records are cleaned; and `restore` gives back every byte that
//! was read.

use crate::bench_desk::{Desk, contents, plain};
use crate::shapes::compressed;
use copydesk_formats::{Compression, decoder};
use copydesk_pipeline::{Config, Error, Inputs, Scope, Silent, Summary, clean, restore};
use std::fs;
use std::io::{Cursor, Write};

/// A sound record. A sentence of it occurs twice, so it is cut in every run.
const SOUND: &str = "{\"id\":\"sound\",\"text\":\"The lamp of the old lighthouse was lit again on Friday.\\n\\nThe lamp of the old lighthouse was lit again on Friday.\"}\n";

/// A file, and what must be found in it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    /// How many records it has, with the rejected ones.
    read: u64,
    /// A part of the reason of each rejected record, in order.
    rejected: &'static [&'static str],
}

fn case(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    read: u64,
    rejected: &'static [&'static str],
) -> Case {
    Case {
        name,
        bytes: bytes.into(),
        read,
        rejected,
    }
}

/// A text in UTF-16LE, with a byte order mark.
fn utf16(text: &str) -> Vec<u8> {
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn cases() -> Vec<Case> {
    let gzipped = |parts: &[&str]| {
        parts
            .iter()
            .flat_map(|part| gzip(part.as_bytes()))
            .collect::<Vec<u8>>()
    };
    let packed = |ending: &str| compressed(SOUND.as_bytes(), ending);
    let cut_off = |bytes: Vec<u8>| bytes[..bytes.len() - 13].to_vec();
    let deep = |depth: usize| {
        format!(
            "{{\"text\":\"Deep.\",\"x\":{}1{}}}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let many: String = (0..200_000).map(|i| format!("\"field{i}\":{i},")).collect();
    let long = "The tide came in and the tide went out again. ".repeat(120_000);
    let too_long = &long.repeat(4)[..17 << 20].to_owned();
    let broken_cut = {
        let whole = gzip(
            format!("{SOUND}\n\n  {{\"text\":\"This line is not there to its end, whatever\"}}\n")
                .as_bytes(),
        );
        whole[..whole.len() - 12].to_vec()
    };
    vec![
        case("empty.jsonl", "", 0, &[]),
        case("empty.jsonl.zst", "", 1, &["breaks off after 0 bytes"]),
        case("empty.jsonl.gz", "", 1, &["breaks off after 0 bytes"]),
        case("nothing.jsonl.gz", gzip(b""), 0, &[]),
        case("only-a-mark.jsonl", "\u{feff}", 0, &[]),
        case("mark-and-breaks.jsonl", "\u{feff}\r\n \n", 0, &[]),
        case("marked.jsonl", format!("\u{feff}{SOUND}"), 1, &[]),
        case(
            "second-mark.jsonl",
            format!("{SOUND}\u{feff}{SOUND}"),
            2,
            &["not a JSON object"],
        ),
        case("members.jsonl.gz", gzipped(&[SOUND, "\n", SOUND]), 2, &[]),
        case(
            "frames.jsonl.zst",
            [zst(SOUND), zst(""), zst(SOUND)].concat(),
            2,
            &[],
        ),
        case(
            "a-zip.jsonl.gz",
            b"PK\x03\x04\x14\0\0\0\x08\0 and so on".to_vec(),
            1,
            &["not what its ending says"],
        ),
        case("plain.jsonl.gz", SOUND, 1, &[]),
        case("plain.jsonl.zst", SOUND, 1, &[]),
        case("gzip.jsonl", gzip(SOUND.as_bytes()), 1, &[]),
        case(
            "a-zip.jsonl.xz",
            b"PK\x03\x04\x14\0\0\0\x08\0 and so on".to_vec(),
            1,
            &["not what its ending says"],
        ),
        case("empty.jsonl.xz", "", 1, &["breaks off after 0 bytes"]),
        case("empty.jsonl.bz2", "", 1, &["breaks off after 0 bytes"]),
        case(
            "streams.jsonl.xz",
            [packed(".xz"), packed(".xz")].concat(),
            2,
            &[],
        ),
        case(
            "streams.jsonl.bz2",
            [packed(".bz2"), packed(".bz2")].concat(),
            2,
            &[],
        ),
        case(
            "cut.jsonl.xz",
            cut_off(packed(".xz")),
            2,
            &["breaks off after"],
        ),
        case(
            "cut.jsonl.bz2",
            cut_off(packed(".bz2")),
            1,
            &["breaks off after"],
        ),
        case("names-only.csv", "id,text\n", 0, &[]),
        case("empty.csv", "", 0, &[]),
        case(
            "marked.csv",
            "\u{feff}text\r\n\r\nThe lamp was lit.\r\n\r\n",
            1,
            &[],
        ),
        case(
            "latin.csv",
            b"id,text\n1,caf\xE9\n2,Rain.\n".to_vec(),
            2,
            &["invalid UTF-8"],
        ),
        case(
            "ragged.csv",
            "id,text\n1,Rain.\n2,Rain, and more.\n3\n4,Snow.\n",
            4,
            &["has 3 cells and not 2", "has 1 cells and not 2"],
        ),
        case(
            "no-end.csv",
            "id,text\n1,\"Rain.\"\n2,\"Sleet.\"\n3,\"And no end\n4,Snow.\n",
            4,
            &["a quote is not closed"],
        ),
        case("cut.jsonl.gz", broken_cut, 2, &["breaks off after"]),
        case(
            "behind-the-end.jsonl.gz",
            [gzip(SOUND.as_bytes()), b"leftovers".to_vec()].concat(),
            2,
            &["breaks off after"],
        ),
        case("wide.jsonl", utf16(&format!("{SOUND}{SOUND}")), 2, &[]),
        case("wide.txt", utf16("The lamp was lit."), 1, &[]),
        case(
            "unmarked.jsonl",
            utf16(SOUND)[2..].to_vec(),
            2,
            &["this is UTF-16", "not a JSON object"],
        ),
        case(
            "latin.jsonl",
            b"{\"text\":\"caf\xE9\"}\n".to_vec(),
            1,
            &["invalid UTF-8 at byte 12"],
        ),
        case(
            "latin.txt",
            b"caf\xE9".to_vec(),
            1,
            &["invalid UTF-8 at byte 3"],
        ),
        case(
            "half.jsonl",
            "{\"text\":\"\\ud83d and no more\"}\n{\"text\":\"\\udc00\"}\n",
            2,
            &["not a valid JSON string", "not a valid JSON string"],
        ),
        case(
            "half-elsewhere.jsonl",
            "{\"text\":\"Sound.\",\"id\":\"\\ud83d\",\"note\":\"\\udc00\"}\n",
            1,
            &[],
        ),
        case(
            "zero.jsonl",
            "{\"text\":\"a\0b\"}\n{\"text\":\"a\\u0000b\"}\n\0\n",
            3,
            &["Control character", "not a JSON object"],
        ),
        case("zero.txt", "One.\0Two.\0", 1, &[]),
        case(
            "long.jsonl",
            format!("{{\"text\":\"{long}\"}}\n{SOUND}"),
            2,
            &[],
        ),
        case(
            "long-and-broken.jsonl",
            format!("{{\"text\":\"{long}\n{SOUND}"),
            2,
            &["not a JSON object"],
        ),
        case(
            "too-long.jsonl.gz",
            gzip(format!("{SOUND}{{\"text\":\"{too_long}\"}}\n{SOUND}").as_bytes()),
            7,
            &["does not end within 16 MiB"; 5],
        ),
        case(
            "too-long.csv",
            format!("id,text\n1,\"Rain, and more.\"\n2,\"{too_long}\"\n3,Snow.\n"),
            7,
            &["does not end within 16 MiB"; 5],
        ),
        case(
            "too-long.json",
            format!(
                "[{},{{\"text\":\"{too_long}\"}},\n{}]",
                SOUND.trim(),
                SOUND.trim()
            ),
            7,
            &["does not end within 16 MiB"; 5],
        ),
        case(
            "too-long.txt",
            too_long.clone(),
            5,
            &["does not end within 16 MiB"; 5],
        ),
        case(
            "many-fields.jsonl",
            format!("{{{many}\"text\":\"Many fields.\"}}\n"),
            1,
            &[],
        ),
        case(
            "deep.jsonl",
            format!("{}{}", deep(10_000), deep(100)),
            2,
            &["nested deeper than"],
        ),
        case(
            "twice.jsonl",
            "{\"text\":\"One.\",\"id\":\"x\",\"text\":\"Two.\\n\\nTwo two two two two.\\n\\nTwo two two two two.\"}\n",
            1,
            &[],
        ),
        case(
            "same-id.jsonl",
            "{\"id\":\"s\",\"text\":\"One.\"}\n{\"id\":\"s\",\"text\":\"Two.\"}\n{\"id\":\"s\",\"text\":\"Three.\"}",
            3,
            &[],
        ),
        case(
            "no-text.jsonl",
            "{\"id\":1}\n{\"text\":null}\n{\"text\":7}\n{\"text\":[\"x\"]}\n{\"text\":\"\"}\n{}\n",
            6,
            &["is not a string"],
        ),
        case(
            "breaks.jsonl",
            format!("\r\n{}\r\n\r\n{{\"text\":\"Last.\"}}", SOUND.trim_end()),
            2,
            &[],
        ),
        case(
            "old-mac.jsonl",
            "{\"text\":\"One.\"}\r{\"text\":\"Two.\"}",
            2,
            &[],
        ),
        case(
            "mixed.jsonl",
            format!("{SOUND}[1,2]\n\"text\"\n17\n\n<html>\ntext,id\n{SOUND}nonsense"),
            8,
            &[
                "begins an array",
                "not a JSON object",
                "not a JSON object",
                "not a JSON object",
                "not a JSON object",
                "not a JSON object",
            ],
        ),
        case("a-folder.jsonl/x.jsonl", SOUND, 1, &[]),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(text: &str) -> Vec<u8> {
    zstd::encode_all(text.as_bytes(), 1).unwrap()
}

/// The bytes of a file, decompressed up to its first fault.
fn readable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut source: Box<dyn std::io::Read> = match bytes {
        [0x1F, 0x8B, ..] => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
        [0x28, 0xB5, ..] => Box::new(zstd::Decoder::new(bytes).unwrap()),
        [0xFD, b'7', ..] => decoder(Compression::Xz, Cursor::new(bytes.to_vec())).unwrap(),
        [b'B', b'Z', ..] => decoder(Compression::Bzip2, Cursor::new(bytes.to_vec())).unwrap(),
        [b'P', b'K', ..] => Box::new(std::io::empty()),
        _ => Box::new(bytes),
    };
    // The error is expected: many cases are broken.
    let _ = source.read_to_end(&mut out);
    out
}

/// Cleans and restores a case beside a sound file, and checks the decisions about both.
fn check(case: &Case, config: &Config) {
    let name = case.name;
    let desk = Desk::new()
        .file(name, &case.bytes)
        .file("zz-sound.jsonl", SOUND.as_bytes());
    let summary: Summary = desk.clean("out", config);
    let read = readable(&case.bytes);
    assert_eq!(
        (summary.documents.read, summary.documents.rejected),
        (case.read + 1, case.rejected.len() as u64),
        "{name}: {summary:?}"
    );
    let lines = plain(&desk.path("out/__copydesk/rejected.jsonl.zst"));
    let lines: Vec<serde_json::Value> = lines
        .split(|&b| b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    for (line, wanted) in lines.iter().zip(case.rejected) {
        let reason = line["reason"].as_str().unwrap();
        assert!(reason.contains(wanted), "{name}: {reason}");
        assert_eq!(line["file"], name);
        let raw = match &line["raw"] {
            serde_json::Value::String(text) => text.as_bytes().to_vec(),
            _ => base64(line["raw_base64"].as_str().unwrap()),
        };
        let offset = line["offset"].as_u64().unwrap() as usize;
        assert!(
            read[offset..].starts_with(&raw),
            "{name}: the raw bytes are not at {offset}"
        );
        let line_number = 1 + read[..offset + leading_breaks(&raw)]
            .iter()
            .filter(|&&b| b == b'\n')
            .count() as u64;
        assert_eq!(line["line"].as_u64(), Some(line_number), "{name}");
    }
    let clean: serde_json::Value =
        serde_json::from_slice(&plain(&desk.path("out/zz-sound.jsonl"))).unwrap();
    let is_whole = summary.documents.dropped > 0 && config.scope == Scope::Dump;
    assert!(
        is_whole || clean["text"] == "The lamp of the old lighthouse was lit again on Friday.",
        "{name}: {clean}"
    );
    let back = desk.restore("out");
    assert!(
        plain(&back.join(name)) == read,
        "{name}: other bytes come back"
    );
    assert!(plain(&back.join("zz-sound.jsonl")) == SOUND.as_bytes());
}

/// Checks all cases, even if one fails, and names those that fail.
fn check_all(config: &Config) {
    let fails = |case: &&Case| std::panic::catch_unwind(|| check(case, config)).is_err();
    let failed: Vec<&str> = cases().iter().filter(fails).map(|case| case.name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn a_record_with_half_a_character_of_utf16_is_rejected_and_restored() {
    let lines = [&utf16(SOUND)[..], b"\x3D\xD8\n\0", &utf16(SOUND)[2..], b"x"].concat();
    let text = [&utf16("The lamp was lit.")[..], b"A"].concat();
    for (name, bytes, read, rejected) in [("a.jsonl", lines, 4, 2), ("a.txt", text, 1, 1)] {
        for scope in [Scope::Document, Scope::Dump] {
            let desk = Desk::new()
                .file(name, &bytes)
                .file("b.jsonl", SOUND.as_bytes());
            let config = Config {
                scope,
                ..Config::default()
            };
            let documents = desk.clean("out", &config).documents;
            assert_eq!(
                (documents.read, documents.rejected),
                (read + 1, rejected),
                "{name}"
            );
            let lines = plain(&desk.path("out/__copydesk/rejected.jsonl.zst"));
            let lines = String::from_utf8(lines).unwrap();
            let reason = "bytes that are no UTF-16LE";
            assert_eq!(lines.matches(reason).count() as u64, rejected, "{lines}");
            assert!(plain(&desk.restore("out").join(name)) == bytes, "{name}");
        }
    }
}

/// How many bytes at the beginning of a record are blank lines, which belong to it.
fn leading_breaks(raw: &[u8]) -> usize {
    let blank = raw.iter().take_while(|b| b.is_ascii_whitespace()).count();
    raw[..blank]
        .iter()
        .rposition(|&b| b == b'\n')
        .map_or(0, |last| last + 1)
}

/// Decodes Base64.
fn base64(coded: &str) -> Vec<u8> {
    let value = |c: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .iter()
            .position(|&x| x == c)
            .unwrap() as u32
    };
    let groups = coded.as_bytes().chunks(4).flat_map(|group| {
        let letters: Vec<u32> = group
            .iter()
            .filter(|&&c| c != b'=')
            .map(|&c| value(c))
            .collect();
        let bits = letters.iter().fold(0, |bits, v| bits << 6 | v) << (6 * (4 - letters.len()));
        bits.to_be_bytes()[1..letters.len()].to_vec()
    });
    groups.collect()
}

#[test]
fn every_case_in_dump_scope() {
    // Duplicates are kept, so that no case drops the sound record.
    let policy = copydesk_pipeline::Policy {
        duplicates: copydesk_pipeline::CutOrKeep::Keep,
        repeats: copydesk_pipeline::RepeatsPolicy::Keep,
        ..Default::default()
    };
    check_all(&Config {
        policy,
        ..Config::default()
    });
}

#[test]
fn every_case_in_document_scope() {
    check_all(&Config {
        scope: Scope::Document,
        ..Config::default()
    });
}

#[test]
fn all_cases_in_one_dump() {
    let desk = cases()
        .iter()
        .fold(Desk::new(), |desk, case| desk.file(case.name, &case.bytes));
    let summary = desk.clean("out", &Config::default());
    let (read, rejected): (u64, usize) = cases().iter().fold((0, 0), |(r, n), case| {
        (r + case.read, n + case.rejected.len())
    });
    assert_eq!(
        (summary.documents.read, summary.documents.rejected),
        (read, rejected as u64)
    );
    let documents = summary.documents;
    assert_eq!(
        documents.read,
        documents.kept + documents.edited + documents.dropped + documents.rejected
    );
    let back = contents(&desk.restore("out"));
    for case in cases() {
        // A text file that cannot be read is not in the clean dump. It is restored from the
        // rejected records.
        assert!(back[case.name] == readable(&case.bytes), "{}", case.name);
    }
}

/// The error of a run over these inputs, which must be refused and leave no output.
fn refusal(desk: &Desk, arguments: &[String]) -> String {
    let run = || -> Result<Summary, Error> {
        let inputs = Inputs::discover(arguments, Some(&desk.path("out")))?;
        clean(&inputs, &desk.path("out"), &Config::default(), &Silent)
    };
    let message = run().unwrap_err().to_string();
    assert!(!desk.path("out").exists(), "{message}");
    message
}

fn whole_input(desk: &Desk) -> Vec<String> {
    vec![desk.path("in").display().to_string()]
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_refused_and_named() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new().file("a.jsonl", SOUND.as_bytes());
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.jsonl");
    fs::write(desk.path("in").join(name), SOUND).unwrap();
    let message = refusal(&desk, &whole_input(&desk));
    assert!(
        message.contains("caf") && message.contains("rename it"),
        "{message}"
    );
}

#[cfg(unix)]
#[test]
fn links_to_nothing_and_to_each_other_are_named() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new().file("a.jsonl", SOUND.as_bytes());
    symlink(desk.path("in/b.jsonl"), desk.path("in/c.jsonl")).unwrap();
    symlink(desk.path("in/c.jsonl"), desk.path("in/b.jsonl")).unwrap();
    assert!(refusal(&desk, &whole_input(&desk)).contains("in/b.jsonl"));
    fs::remove_file(desk.path("in/b.jsonl")).unwrap();
    assert!(refusal(&desk, &whole_input(&desk)).contains("in/c.jsonl"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_stops_the_run_before_it_begins() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new()
        .file("a.jsonl", SOUND.as_bytes())
        .file("b.jsonl", SOUND.as_bytes());
    fs::set_permissions(desk.path("in/b.jsonl"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(desk.path("in/b.jsonl")).is_ok() {
        // A user who may read everything, such as root, is not refused.
        return;
    }
    let message = refusal(&desk, &whole_input(&desk));
    assert!(message.contains("in/b.jsonl: cannot be read"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_instead_of_waiting_for_it() {
    let desk = Desk::new().file("a.jsonl", SOUND.as_bytes());
    let pipe = desk.path("in/pipe.jsonl");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    assert!(refusal(&desk, &[pipe.display().to_string()]).contains("from standard input"));
    assert_eq!(
        desk.clean("out", &Config::default()).documents.read,
        1,
        "inside a folder it is skipped"
    );
}

#[test]
fn an_input_that_would_be_written_among_our_own_files_is_refused() {
    let desk = Desk::new()
        .file("x/__copydesk/decisions.jsonl", SOUND.as_bytes())
        .file("x/decisions.jsonl", SOUND.as_bytes());
    let both = ["x/__copydesk/decisions.jsonl", "x/decisions.jsonl"]
        .map(|name| desk.path("in").join(name).display().to_string());
    let message = refusal(&desk, &both);
    assert!(message.contains("among copydesk's own files"), "{message}");
}

#[test]
fn an_output_folder_from_somebody_else_cannot_reach_outside() {
    for name in [
        "../escaped.jsonl",
        "/tmp/escaped.jsonl",
        "deep/../../escaped.jsonl",
    ] {
        let desk = Desk::new().file("a.jsonl", SOUND.as_bytes());
        desk.clean("out", &Config::default());
        let summary = desk.path("out/__copydesk/summary.json");
        let forged = fs::read_to_string(&summary)
            .unwrap()
            .replace("\"a.jsonl\"", &format!("\"{name}\""));
        fs::write(&summary, forged).unwrap();
        let message = restore(&desk.path("out"), &desk.path("back"))
            .unwrap_err()
            .to_string();
        assert!(message.contains("is outside the folder"), "{message}");
        assert!(!desk.path("escaped.jsonl").exists() && !desk.path("back").exists());
    }
}
