//! Archives: their members are decided like the same files in a folder. The names, the order and
//! the bytes of the members are restored. If a member cannot be read, no other is lost.

use crate::bench_desk::{Desk, contents, plain};
use crate::columns::{arrow, columns, comparable_of_lines, parquet};
use crate::shapes::{STORY, comparable, compressed, newsroom};
use crate::tables::{rows, table};
use copydesk_pipeline::{Config, Inputs, Scope, Silent, Summary, Verdict, clean, explain, find};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// A member of an archive: its path and its bytes.
pub(super) type Member = (String, Vec<u8>);

pub(super) fn tar_of(members: &[Member]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (number, (name, bytes)) in members.iter().enumerate() {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o640);
        header.set_mtime(1_700_000_000 + number as u64);
        builder.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(super) fn zip_of(members: &[Member]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (number, (name, bytes)) in members.iter().enumerate() {
        let packed = match number % 2 {
            0 => zip::CompressionMethod::Deflated,
            _ => zip::CompressionMethod::Stored,
        };
        let time = zip::DateTime::from_date_and_time(2024, 5, 1 + number as u8, 6, 30, 0).unwrap();
        let options = SimpleFileOptions::default()
            .compression_method(packed)
            .unix_permissions(0o640)
            .last_modified_time(time);
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.set_raw_comment(Box::from(*b"an export")).unwrap();
    writer.finish().unwrap().into_inner()
}

pub(super) fn compressed_tar_of(members: &[Member], packing: &str) -> Vec<u8> {
    compressed(&tar_of(members), packing)
}

/// A member of a zip archive: its name, its bytes; and its time, permissions and compression, as
/// text.
type ZipMember = (String, Vec<u8>, String);

/// All of a zip archive that must be restored: its members and its comment.
fn restorable_of_zip(bytes: &[u8]) -> (Vec<ZipMember>, Vec<u8>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let (comment, length) = (archive.comment().to_vec(), archive.len());
    let one = |index: usize| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let about = (file.last_modified(), file.unix_mode(), file.compression());
        (
            file.name().unwrap().into_owned(),
            bytes,
            format!("{about:?}"),
        )
    };
    ((0..length).map(one).collect(), comment)
}

/// The names of the members of a tar archive, and their bytes.
fn members_of_tar(bytes: &[u8]) -> Vec<Member> {
    let mut archive = tar::Archive::new(bytes);
    let one = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    archive.entries().unwrap().map(one).collect()
}

type Writer = (&'static str, fn(&[String]) -> Vec<u8>);

/// The ending of each format that can hold the fields of the newsroom, and a function that writes
/// records in it.
const FORMATS: [Writer; 8] = [
    ("json", |records| (records.join("\n") + "\n").into_bytes()),
    ("json", |records| {
        format!("[{}]", records.join(",\n")).into_bytes()
    }),
    ("json", |records| {
        format!("{{\"articles\":[{}]}}", records.join(", ")).into_bytes()
    }),
    ("csv", |records| {
        table(&rows(records), ',', "\n", false).into_bytes()
    }),
    ("tsv", |records| {
        table(&rows(records), '\t', "\r\n", false).into_bytes()
    }),
    ("parquet", |records| parquet(columns(records), 4)),
    ("arrow", |records| arrow(columns(records), 4, false)),
    ("arrows", |records| arrow(columns(records), 4, true)),
];
/// Endings of compressed files; the first of none.
const PACKED: [&str; 5] = ["", ".gz", ".zst", ".xz", ".bz2"];

/// The newsroom's files in a format and compression.
fn files(write: fn(&[String]) -> Vec<u8>, ending: &str) -> Vec<Member> {
    let packing = ending.rfind('.').map_or("", |at| &ending[at..]);
    let one = |(name, records): (&str, Vec<String>)| {
        (
            format!("{name}.{ending}"),
            compressed(&write(&records), packing),
        )
    };
    newsroom().into_iter().map(one).collect()
}

/// Decisions as [`comparable`] returns them, also without the name of the archive.
fn comparable_in_archive(desk: &Desk, archive: &str) -> Vec<String> {
    // `comparable` removes the endings of compressed files from the name of the archive as well.
    let archive = PACKED[1..]
        .iter()
        .fold(archive.to_owned(), |name, end| name.replace(end, ""));
    let of = |line: String| line.replace(&format!("{archive}/"), "");
    comparable(&desk.decisions("out"))
        .into_iter()
        .map(of)
        .collect()
}

/// Whether all records and all files of articles were read.
fn is_complete(summary: &Summary) -> bool {
    summary.documents.rejected == 0 && summary.skipped.iter().all(|skipped| !skipped.is_missed)
}

#[test]
fn members_in_every_format_are_decided_as_lines_of_json_are_and_restored() {
    let wanted = comparable_of_lines(&newsroom());
    assert!(wanted.iter().any(|line| line.contains("\"edit\"")));
    for (format, write) in FORMATS {
        let packings = if format.starts_with(['p', 'a']) {
            &PACKED[..1]
        } else {
            &PACKED
        };
        for packing in packings {
            let ending = format!("{format}{packing}");
            let members = files(write, &ending);
            for (archive, bytes) in [("a.tar", tar_of(&members)), ("a.zip", zip_of(&members))] {
                let desk = Desk::new().file(archive, &bytes);
                let summary = desk.clean("out", &Config::default());
                assert!(is_complete(&summary), "{ending} {:?}", summary.skipped);
                assert_eq!(
                    comparable_in_archive(&desk, archive),
                    wanted,
                    "{ending} in {archive}"
                );
                let clean = std::fs::read(desk.path("out").join(archive)).unwrap();
                assert_ne!(clean, bytes);
                check_restored(&desk, archive, &members);
            }
        }
    }
}

/// Checks that the members are restored with their names, in their order, and with their bytes:
/// those of compressed members after decompression. The bytes of members in columns are not
/// compared, because they need not be the same.
fn check_restored(desk: &Desk, archive: &str, members: &[Member]) {
    let back = std::fs::read(desk.restore("out").join(archive)).unwrap();
    let back = match archive.ends_with(".zip") {
        true => restorable_of_zip(&back)
            .0
            .into_iter()
            .map(|(name, bytes, _)| (name, bytes))
            .collect(),
        false => members_of_tar(&back),
    };
    let names = |members: &[Member]| -> Vec<String> {
        members.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&back), names(members));
    for ((name, back), (_, before)) in back.iter().zip(members) {
        if !name.contains(".parquet") && !name.contains(".arrow") {
            assert_eq!(
                decompressed(back),
                decompressed(before),
                "{name} in {archive}"
            );
        }
    }
}

fn decompressed(bytes: &[u8]) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    plain(file.path())
}

#[test]
fn a_compressed_archive_is_read_as_a_plain_one_is() {
    let wanted = comparable_of_lines(&newsroom());
    let members = files(FORMATS[0].1, "json");
    for (ending, packing) in [
        (".tar.gz", ".gz"),
        (".tgz", ".gz"),
        (".tar.zst", ".zst"),
        (".tar.xz", ".xz"),
        (".tar.bz2", ".bz2"),
        // The ending says something else than the content.
        (".tar.gz", ""),
        (".tar", ".zst"),
    ] {
        let archive = format!("news{ending}");
        let desk = Desk::new().file(&archive, &compressed(&tar_of(&members), packing));
        let summary = desk.clean("out", &Config::default());
        assert!(is_complete(&summary));
        assert_eq!(
            comparable_in_archive(&desk, &archive),
            wanted,
            "{ending} {packing}"
        );
        // The clean archive has the compression of the input.
        let clean = std::fs::read(desk.path("out").join(&archive)).unwrap();
        assert_eq!(clean[..2], compressed(&tar_of(&members), packing)[..2]);
        // `contents` compares the decompressed bytes.
        assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    }
}

#[test]
fn a_folder_with_files_and_archives_of_all_formats_is_cleaned() {
    let mut desk = Desk::new();
    let (mut all, mut bare) = (Vec::new(), Vec::new());
    for (number, (format, write)) in FORMATS.into_iter().enumerate() {
        let packings = if format.starts_with(['p', 'a']) {
            &PACKED[..1]
        } else {
            &PACKED
        };
        for packing in packings {
            let files = files(write, &format!("{format}{packing}")).into_iter();
            all.extend(files.map(|(name, bytes)| (format!("{number}/{name}"), bytes)));
        }
    }
    for (name, bytes) in &all {
        desk = desk.file(&format!("bare/{name}"), bytes);
        bare.push(name.clone());
    }
    let names: Vec<Member> = all
        .iter()
        .map(|(n, b)| (format!("deep/er/{n}"), b.clone()))
        .collect();
    let desk = desk
        .file("a.tar", &tar_of(&all))
        .file("b.tar.gz", &compressed(&tar_of(&names), ".gz"))
        .file("c.zip", &zip_of(&all[..27]));
    let summary = desk.clean("out", &Config::default());
    assert!(is_complete(&summary), "{:?}", summary.skipped);
    let records: usize = newsroom().iter().map(|(_, records)| records.len()).sum();
    let decisions = desk.decisions("out");
    assert_eq!(decisions.len() % records, 0);
    // Every record is in several formats, and one copy of it stays.
    let wanted = comparable_of_lines(&newsroom());
    let kept = decisions
        .iter()
        .filter(|d| d.verdict != Verdict::Drop)
        .count();
    assert_eq!(
        kept,
        wanted
            .iter()
            .filter(|line| !line.contains("\"drop\""))
            .count()
    );
    let back = desk.restore("out");
    for name in bare
        .iter()
        .filter(|name| !name.contains(".parquet") && !name.contains(".arrow"))
    {
        let (now, then) = (
            back.join("bare").join(name),
            desk.path("in/bare").join(name),
        );
        assert_eq!(plain(&now), plain(&then), "{name}");
    }
}

/// Text files, of which the second is a copy of the first, and a file that is not read.
fn pages() -> Vec<Member> {
    let page = format!("{STORY} The keeper had mended it himself, with wire and a borrowed lens.");
    let other = "The night market opens at six. Bring your own bags, the council says.";
    let long = format!("{}/other.txt", "a-folder-with-a-long-name/".repeat(7));
    vec![
        ("pages/first.txt".into(), page.clone().into_bytes()),
        ("pages/readme.html".into(), b"<p>Not read.</p>".to_vec()),
        ("pages/second.txt".into(), page.into_bytes()),
        ("pages/empty.txt".into(), Vec::new()),
        (long, other.as_bytes().to_vec()),
    ]
}

#[test]
fn the_member_of_a_dropped_text_is_left_out_and_restored_in_its_place() {
    let members = pages();
    let (tar, zip) = (tar_of(&members), zip_of(&members));
    let desk = Desk::new().file("pages.tar", &tar);
    let summary = desk.clean("out", &Config::default());
    assert_eq!((summary.documents.read, summary.documents.dropped), (4, 2));
    assert_eq!(summary.skipped[0].name, "pages.tar/pages/readme.html");
    let clean = members_of_tar(&std::fs::read(desk.path("out/pages.tar")).unwrap());
    let names: Vec<&str> = clean.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(
        (names[0], names[1]),
        ("pages/first.txt", "pages/readme.html")
    );
    assert_eq!(clean[1].1, members[1].1);
    assert_eq!(
        std::fs::read(desk.restore("out").join("pages.tar")).unwrap(),
        tar
    );

    let desk = Desk::new().file("pages.zip", &zip);
    desk.clean("out", &Config::default());
    let (clean, _) = restorable_of_zip(&std::fs::read(desk.path("out/pages.zip")).unwrap());
    assert_eq!(
        clean.iter().map(|(name, ..)| &**name).collect::<Vec<_>>(),
        names
    );
    let back = std::fs::read(desk.restore("out").join("pages.zip")).unwrap();
    assert_eq!(restorable_of_zip(&back), restorable_of_zip(&zip));
    // What is restored holds the archive and nothing else.
    assert_eq!(contents(&desk.path("out-back")).len(), 1);
}

#[test]
fn the_same_files_in_a_folder_are_decided_alike() {
    let members = pages();
    let mut folder = Desk::new();
    for (name, bytes) in &members {
        folder = folder.file(&format!("pages.tar/{name}"), bytes);
    }
    folder.clean("out", &Config::default());
    let desk = Desk::new().file("pages.tar", &tar_of(&members));
    desk.clean("out", &Config::default());
    let sorted = |desk: &Desk| {
        let mut lines: Vec<String> = desk
            .decisions("out")
            .iter()
            .map(|d| serde_json::to_string(d).unwrap())
            .collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(sorted(&desk), sorted(&folder));
}

#[test]
fn a_cut_in_a_member_is_explained_from_the_archive() {
    let doubled = format!("{{\"id\":\"a\",\"text\":\"{STORY}\\n\\n{STORY}\"}}\n");
    let members = [("in/a.jsonl".to_owned(), doubled.clone().into_bytes())];
    let desk = Desk::new().file("a.tar.gz", &compressed(&tar_of(&members), ".gz"));
    desk.clean("out", &Config::default());
    let clean = members_of_compressed_tar(&desk.path("out/a.tar.gz"));
    let (_, clean_bytes) = &clean[0];
    // The second copy of the story and the two line breaks before it, `\n\n` in JSON, are cut.
    assert_eq!(clean_bytes.len(), doubled.len() - STORY.len() - 4);
    let explained = explain(&desk.path("out"), "a").unwrap();
    assert_eq!(explained[0].decision.file, "a.tar.gz/in/a.jsonl");
    assert_eq!(explained[0].cuts.len(), 1);
    find(
        &desk.inputs(),
        &desk.path("found"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    let explained = explain(&desk.path("found"), "a").unwrap();
    assert_eq!(explained[0].cuts.len(), 1);
    // `apply` cuts what `find` has found.
    let (inputs, found) = (desk.inputs(), desk.path("found"));
    let applied = desk.path("applied");
    copydesk_pipeline::apply(&inputs, &found, &applied, &Config::default(), &Silent).unwrap();
    assert_eq!(members_of_compressed_tar(&applied.join("a.tar.gz")), clean);
}

fn members_of_compressed_tar(path: &Path) -> Vec<Member> {
    members_of_tar(&plain(path))
}

#[test]
fn members_that_cannot_be_read_stay_in_the_archive_and_no_other_is_lost() {
    let record = format!("{{\"text\":\"{STORY}\"}}\n").into_bytes();
    let mut builder = tar::Builder::new(Vec::new());
    let mut put = |name: &[u8], kind: tar::EntryType, bytes: &[u8]| {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        if kind == tar::EntryType::Symlink {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, bytes).unwrap();
    };
    put(
        b"a.jsonl",
        tar::EntryType::Regular,
        b"{\"text\":\"An earlier one.\"}\n",
    );
    put(b"../out.jsonl", tar::EntryType::Regular, &record);
    put(b"/abs.jsonl", tar::EntryType::Regular, &record);
    put(b"caf\xE9.jsonl", tar::EntryType::Regular, &record);
    put(b"link.jsonl", tar::EntryType::Symlink, b"");
    put(b"in", tar::EntryType::Directory, b"");
    put(b"pipe.jsonl", tar::EntryType::Fifo, b"");
    put(b"more.zip", tar::EntryType::Regular, b"PK");
    put(b"a.jsonl", tar::EntryType::Regular, &record);
    put(b"__copydesk/x.jsonl", tar::EntryType::Regular, &record);
    put(
        b"z.jsonl",
        tar::EntryType::Regular,
        b"{\"text\":\"It was dark.\"}\n",
    );
    let tar = builder.into_inner().unwrap();
    let desk = Desk::new()
        .file("a.tar", &tar)
        .file("b.jsonl", b"{\"text\":\"Rain.\"}\n");
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    let read: Vec<String> = desk.decisions("out").into_iter().map(|d| d.file).collect();
    assert_eq!(read, ["a.tar/a.jsonl", "a.tar/z.jsonl", "b.jsonl"]);
    assert_eq!(desk.decisions("out")[0].verdict, Verdict::Keep);
    let skipped: Vec<(&str, bool)> = summary
        .skipped
        .iter()
        .map(|skipped| (&*skipped.name, skipped.is_missed))
        .collect();
    assert_eq!(
        skipped,
        [
            ("a.tar/a.jsonl", false),
            ("a.tar/../out.jsonl", true),
            ("a.tar//abs.jsonl", true),
            ("a.tar/caf\u{fffd}.jsonl", true),
            ("a.tar/link.jsonl", false),
            ("a.tar/pipe.jsonl", false),
            ("a.tar/more.zip", true),
            ("a.tar/__copydesk/x.jsonl", false),
        ]
    );
    // No record is cut or dropped, so the archive stays as it is.
    assert_eq!(std::fs::read(desk.path("out/a.tar")).unwrap(), tar);
    assert_eq!(
        std::fs::read(desk.restore("out").join("a.tar")).unwrap(),
        tar
    );
    assert!(!desk.path("out.jsonl").exists());
}

#[test]
fn an_archive_that_is_cut_off_is_read_up_to_its_end() {
    let line = |n: usize| format!("{{\"text\":\"{STORY} Light {n} of 300.\"}}\n");
    let lines = |from: usize| {
        (from..from + 100)
            .map(line)
            .collect::<String>()
            .into_bytes()
    };
    let members: Vec<Member> = (0..3)
        .map(|n| (format!("{n}.jsonl"), lines(100 * n)))
        .collect();
    let tar = tar_of(&members);
    let cut = &tar[..tar.len() - tar.len() / 4];
    let mut half = compressed(&tar, ".gz");
    half.truncate(half.len() * 3 / 4);
    let desk = Desk::new()
        .file("a.tar", cut)
        .file("b.tar.gz", &half)
        .file("c.zip", &zip_of(&members)[..9_000])
        .file(
            "d.tar",
            b"no archive at all, but long enough to look like one",
        )
        .file("e.zip", b"")
        .file("f.tar", &[0; 1024]);
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    let files: Vec<String> = desk.decisions("out").into_iter().map(|d| d.file).collect();
    assert_eq!(
        files.iter().filter(|file| *file == "a.tar/0.jsonl").count(),
        100
    );
    assert_eq!(
        files.iter().filter(|file| *file == "a.tar/1.jsonl").count(),
        100
    );
    assert!(files.iter().any(|file| file == "b.tar.gz/0.jsonl"));
    let skipped: Vec<&str> = summary
        .skipped
        .iter()
        .map(|skipped| &*skipped.name)
        .collect();
    assert_eq!(skipped[0], "a.tar/2.jsonl");
    assert!(
        ["b.tar.gz", "c.zip", "d.tar", "e.zip"]
            .iter()
            .all(|name| skipped.contains(name)),
        "{skipped:?}"
    );
    assert!(!desk.path("out/c.zip").exists());
    let back = desk.restore("out");
    assert_eq!(std::fs::read(back.join("a.tar")).unwrap(), cut);
}

#[test]
fn encrypted_members_and_members_of_one_name_are_reported() {
    let record = format!("{{\"text\":\"{STORY}\"}}\n").into_bytes();
    let members: Vec<Member> = ["a", "b"]
        .iter()
        .map(|name| (format!("{name}.jsonl"), record.clone()))
        .collect();
    // Both headers of a member, the local and the central one, have a flag for encryption.
    let mut zip = zip_of(&members);
    let last = |magic: &[u8], zip: &[u8]| zip.windows(4).rposition(|four| four == magic).unwrap();
    let (local, central) = (last(b"PK\x03\x04", &zip), last(b"PK\x01\x02", &zip));
    zip[local + 6] |= 1;
    zip[central + 8] |= 1;
    let desk = Desk::new().file("a.zip", &zip);
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!(summary.documents.read, 1);
    assert!(summary.skipped[0].reason.contains("encrypted") && summary.skipped[0].is_missed);

    // Both members are called `a.jsonl` now.
    let mut zip = zip_of(&members);
    for start in 0..zip.len() - 7 {
        if zip[start..].starts_with(b"b.jsonl") {
            zip[start] = b'a';
        }
    }
    let desk = Desk::new().file("a.zip", &zip).file("b.jsonl", &record);
    let summary = desk.clean("out", &config);
    assert_eq!(summary.documents.read, 1);
    assert!(
        summary.skipped[0]
            .reason
            .contains("several members of one name")
    );
}

#[test]
fn an_archive_that_is_made_to_fill_the_disk_does_not_fill_it() {
    let record = format!("{{\"text\":\"{STORY}\"}}\n").into_bytes();
    let zeros = vec![0; 300 << 20];
    let members = [
        ("zeros.jsonl".to_owned(), zeros),
        ("a.jsonl".to_owned(), record),
    ];
    let zip = zip_of(&members);
    let tar = compressed(&tar_of(&members), ".zst");
    let desk = Desk::new().file("a.zip", &zip).file("b.tar.zst", &tar);
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!(summary.documents.read, 1);
    let skipped: Vec<&str> = summary
        .skipped
        .iter()
        .map(|skipped| &*skipped.name)
        .collect();
    assert_eq!(skipped, ["a.zip/zeros.jsonl", "b.tar.zst"]);
    assert!(
        summary
            .skipped
            .iter()
            .all(|s| s.is_missed && s.reason.contains("unpack it yourself"))
    );
    // The member stays in the archive, compressed as it was.
    assert!(std::fs::metadata(desk.path("out/a.zip")).unwrap().len() < 1 << 20);
}

#[test]
fn archives_in_memory_are_read_and_one_without_articles_is_an_error() {
    let members = files(FORMATS[0].1, "json");
    let in_memory = |name: &str, bytes: Vec<u8>| Inputs::in_memory([(name.to_owned(), bytes)]);
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.zip", zip_of(&members)),
        ("a.tar", tar_of(&members)),
        ("a.tar.xz", compressed(&tar_of(&members), ".xz")),
    ] {
        let inputs = in_memory(name, bytes).unwrap();
        let out = folder.path().join(name);
        let summary = clean(&inputs, &out, &Config::default(), &Silent).unwrap();
        assert!(is_complete(&summary) && summary.documents.edited > 0);
    }
    for bytes in [zip_of(&members), compressed(&tar_of(&members), ".gz")] {
        let refused = Inputs::stream(Cursor::new(bytes)).unwrap_err().to_string();
        assert!(refused.contains("from a file only"), "{refused}");
    }
    let pictures = tar_of(&[("a.png".to_owned(), vec![1])]);
    let message = in_memory("a.tar", pictures).unwrap_err().to_string();
    assert!(
        message.contains("a.tar/a.png (unknown ending)"),
        "{message}"
    );
}
