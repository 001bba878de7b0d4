//! Broken lines, broken files and odd folders: all other records are cleaned.

use crate::bench_desk::{Desk, contents, plain, testdata};
use copydesk_pipeline::{
    Config, Error, ErrorKind, Inputs, OnBadRecord, Silent, Verdict, clean, restore,
};

fn messy() -> Desk {
    Desk::new().file("messy.jsonl", &plain(&testdata("dumps/messy/messy.jsonl")))
}

#[test]
fn every_record_is_decided_and_restored() {
    let desk = messy();
    let summary = desk.clean("out", &Config::default());
    let documents = summary.documents;
    assert_eq!(
        (documents.read, documents.rejected, documents.dropped),
        (19, 6, 4)
    );
    let rejected: Vec<u64> = desk
        .decisions("out")
        .iter()
        .filter(|d| d.verdict == Verdict::Reject)
        .map(|d| d.record)
        .collect();
    assert_eq!(rejected, [2, 5, 6, 11, 15, 17]);
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
}

#[test]
fn the_file_of_rejected_records_says_where_and_why() {
    let desk = messy();
    desk.clean("out", &Config::default());
    let lines = String::from_utf8(plain(&desk.path("out/__copydesk/rejected.jsonl.zst"))).unwrap();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["record"].as_u64(), first["line"].as_u64()),
        (Some(2), Some(6))
    );
    let raw = plain(&desk.path("in/messy.jsonl"));
    let offset = first["offset"].as_u64().unwrap() as usize;
    assert!(raw[offset..].starts_with(first["raw"].as_str().unwrap().as_bytes()));
    assert!(
        first["reason"]
            .as_str()
            .unwrap()
            .contains("not a JSON object")
    );
}

#[test]
fn bad_records_stop_the_run_if_the_user_wants_it() {
    let desk = messy();
    let config = Config {
        on_bad_record: OnBadRecord::Fail,
        ..Config::default()
    };
    let error: Error = clean(&desk.inputs(), &desk.path("out"), &config, &Silent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(
        error
            .to_string()
            .starts_with("messy.jsonl: record 2 at byte "),
        "{error}"
    );
    assert!(!desk.path("out").exists());
}

#[test]
fn empty_files_and_folders() {
    let desk = Desk::new()
        .file("empty.jsonl", b"")
        .file("blank.jsonl", b"\n\n")
        .file("empty.txt", b"")
        .file("a/one.txt", b"One.");
    let summary = desk.clean("out", &Config::default());
    assert_eq!((summary.documents.read, summary.documents.dropped), (2, 1));
    assert!(!desk.path("out/empty.txt").exists() && desk.path("out/empty.jsonl").exists());
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    assert!(Inputs::discover(&[desk.path("nowhere").display().to_string()], None).is_err());
}

#[test]
fn an_output_folder_is_not_overwritten_by_accident() {
    let desk = messy();
    desk.clean("out", &Config::default());
    let again = desk.clean("out", &Config::default());
    assert!(again.is_earlier, "a finished run is not repeated");
    let other = Config {
        shingle: 4,
        ..Config::default()
    };
    let refused = clean(&desk.inputs(), &desk.path("out"), &other, &Silent).unwrap_err();
    assert!(refused.to_string().contains("--overwrite"), "{refused}");
    desk.clean(
        "out",
        &Config {
            overwrite: true,
            ..Config::default()
        },
    );
    let foreign = clean(
        &desk.inputs(),
        &desk.path("in"),
        &Config {
            overwrite: true,
            ..Config::default()
        },
        &Silent,
    )
    .unwrap_err();
    assert!(
        foreign.to_string().contains("not made by copydesk"),
        "{foreign}"
    );
}

#[test]
fn a_paragraph_that_occurs_a_thousand_times_is_left_once() {
    let line = "The river had risen by a hand's breadth since the morning, the warden of the lock wrote in his book.";
    let text = vec![line; 1000].join("\n\n");
    let desk = Desk::new().file(
        "many.jsonl",
        format!("{}\n", serde_json::json!({ "text": text })).as_bytes(),
    );
    desk.clean("out", &Config::default());
    let clean: serde_json::Value =
        serde_json::from_slice(&plain(&desk.path("out/many.jsonl"))).unwrap();
    assert_eq!(clean["text"], line);
}

#[test]
fn thousands_of_different_reasons_do_not_fill_the_summary() {
    // The position of the bad byte, which the reason names, is another in each line.
    let lines: Vec<u8> = (0..3000)
        .flat_map(|i| [&vec![b'x'; 10 + i][..], b"\xFF\n"].concat())
        .collect();
    let desk = Desk::new().file("broken.jsonl", &lines);
    let summary = desk.clean("out", &Config::default());
    assert_eq!(summary.rejected.values().sum::<u64>(), 3000);
    assert!(
        summary.rejected.len() < 300,
        "{} reasons",
        summary.rejected.len()
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_its_own_folder_is_skipped() {
    let desk = Desk::new().file("a.txt", b"One.");
    std::os::unix::fs::symlink(desk.path("in"), desk.path("in/again")).unwrap();
    assert_eq!(desk.clean("out", &Config::default()).documents.read, 1);
}

#[test]
fn only_the_end_of_a_file_that_is_cut_off_is_lost() {
    let lines: String = (0..400)
        .map(|i| format!("{{\"id\":{i},\"text\":\"Ship number {i} left the harbour.\"}}\n"))
        .collect();
    for (name, packed) in [
        ("cut.jsonl.gz", gzip(lines.as_bytes())),
        (
            "cut.jsonl.zst",
            zstd::encode_all(lines.as_bytes(), 1).unwrap(),
        ),
    ] {
        let desk = Desk::new()
            .file(name, &packed[..packed.len() - 20])
            .file("whole.jsonl", b"{\"text\":\"A whole file.\"}\n");
        let summary = desk.clean("out", &Config::default());
        assert_eq!(summary.documents.rejected, 1, "{name}");
        assert!(summary.documents.kept >= 1);
        assert!(
            summary
                .rejected
                .keys()
                .all(|reason| reason.contains("breaks off after")),
            "{:?}",
            summary.rejected
        );
        let back = desk.restore("out");
        let got = plain(&back.join(name));
        assert!(
            lines.as_bytes().starts_with(&got),
            "{name}: all that was read must be restored"
        );
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn output_folders_and_leftovers_of_killed_runs_are_no_input() {
    let desk = Desk::new()
        .file("a.txt", b"One.")
        .file(".out.copydesk-partial/a.txt", b"One.");
    let run = |overwrite: bool| {
        let out = desk.path("in/out");
        let inputs =
            Inputs::discover(&[desk.path("in").display().to_string()], Some(&out)).unwrap();
        clean(
            &inputs,
            &out,
            &Config {
                overwrite,
                ..Config::default()
            },
            &Silent,
        )
        .unwrap()
        .documents
        .read
    };
    assert_eq!((run(false), run(true)), (1, 1));
}

#[test]
fn a_folder_with_a_record_too_few_or_too_many_is_not_restored() {
    let desk = Desk::new().file(
        "a.jsonl",
        b"{\"text\":\"One stands here.\"}\n{\"text\":\"Two stand there.\"}\n",
    );
    desk.clean("out", &Config::default());
    let refused = |name: &str| {
        restore(&desk.path("out"), &desk.path(name))
            .expect_err("it was changed")
            .to_string()
    };
    let (clean, decisions) = (
        desk.path("out/a.jsonl"),
        desk.path("out/__copydesk/decisions.jsonl.zst"),
    );
    let (records, lines) = (std::fs::read(&clean).unwrap(), plain(&decisions));
    std::fs::write(&clean, [&records[..], b"{\"text\":\"Three.\"}\n"].concat()).unwrap();
    assert!(
        refused("one").contains("more records than were decided"),
        "{}",
        refused("one")
    );
    // Without the last record and its decision, only the number of records in the summary differs.
    let first = |bytes: &[u8]| {
        bytes
            .split_inclusive(|&byte| byte == b'\n')
            .next()
            .unwrap()
            .to_vec()
    };
    std::fs::write(&clean, first(&records)).unwrap();
    std::fs::write(&decisions, zstd::encode_all(&first(&lines)[..], 1).unwrap()).unwrap();
    assert!(
        refused("two").contains("different numbers of records"),
        "{}",
        refused("two")
    );
}

#[test]
fn copies_are_named_by_file_and_record_across_files_without_records() {
    let line = |date: &str, text: &str| format!("{{\"date\":\"{date}\",\"text\":\"{text}\"}}\n");
    let ferry_story = "The ferry ran aground on the bar of Port Ambry in thick fog, and two men were \
                       hurt, the harbour master said.";
    let others = line(
        "2024-03-01",
        "A first story, of which no other file has anything.",
    ) + "\n";
    let desk = Desk::new()
        .file(
            "a.jsonl",
            (others.clone() + &line("2024-03-02", ferry_story)).as_bytes(),
        )
        .file("b.jsonl", b"")
        .file("c.jsonl", b"\n \n")
        .file(
            "d.jsonl",
            (others + &line("2024-03-01", ferry_story)).as_bytes(),
        );
    desk.clean("out", &Config::default());
    let decisions = desk.decisions("out");
    let dropped: Vec<_> = decisions
        .iter()
        .filter_map(|d| Some((&*d.file, d.record, d.duplicate_of.as_ref()?)))
        .collect();
    let named: Vec<_> = dropped
        .iter()
        .map(|(file, record, kept)| ((*file, *record), (&*kept.file, kept.record)))
        .collect();
    // Of two equal records either may be dropped. Of the ferry stories the earlier one is kept.
    assert!(
        named.contains(&(("a.jsonl", 1), ("d.jsonl", 1))),
        "{named:?}"
    );
    assert!(
        named
            .iter()
            .any(|&(gone, kept)| gone.1 == 0 && kept.1 == 0 && gone.0 != kept.0),
        "{named:?}"
    );
}
