//! What single rules of language say of whole notes.

mod common;

use common::Folder;

/// The rules that speak of an Action with this text.
fn found(name: &str, rule: &str, action: &str) -> Vec<String> {
    let note = format!(
        "# A story\n\n**Situation:** It rained.\n\n**Task:** I had to go.\n\n**Action:** {action}\n\n**Result:** It ran.\n"
    );
    Folder::new(name, &[("a.md", &note)]).found(&["--select", rule])
}

#[test]
fn speech_that_opens_a_section_is_somebodys_words() {
    assert!(found("wording-speech", "generic-you", "\"You take the ropes,\" I said, and went up.").is_empty());
    let whole = "\"You take the ropes and you go up.\"";
    assert_eq!(
        found("wording-whole", "generic-you", whole),
        ["a.md:7 info generic-you"],
        "the answer itself, in quotation marks"
    );
}

#[test]
fn abbreviations_that_the_answer_spells_out_anywhere_are_known() {
    assert!(found("wording-known", "acronym", "I wrote to the river panel. The RP agreed.").is_empty());
    assert!(found("wording-later", "acronym", "I rang the MDT, the multi-disciplinary team.").is_empty());
    assert!(found("wording-small", "acronym", "I set the QOS, the quality of service.").is_empty());
    assert_eq!(
        found("wording-other", "acronym", "I wrote to the city council. The RP agreed."),
        ["a.md:7 info acronym"]
    );
}

#[test]
fn hosts_that_are_not_public_and_long_numbers_are_confidential() {
    for (number, action) in [
        "I read https://wiki.corp.acme.com/run and ran it.",
        "I read http://desk/run and ran it.",
        "I logged in to `db1.internal:5432` then.",
        "I opened http://192.168.4.7/admin then.",
        "I raised change 0041882 then.",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(found(&format!("wording-leak-{number}"), "confidential", action).len(), 1, "{action}");
    }
    for (number, action) in [
        "I read https://docs.acme.com/run and ran it.",
        "I ran it on http://localhost:8080 first.",
        "I sold 418823 tickets.",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(found(&format!("wording-public-{number}"), "confidential", action), [""; 0], "{action}");
    }
}

#[test]
fn one_cause_is_one_finding() {
    let action = "I am a team player.";
    assert_eq!(found("wording-cause", "self-description", action), ["a.md:7 info self-description"]);
    assert_eq!(found("wording-cause", "cliche", action), [""; 0]);
}

#[test]
fn a_story_told_to_its_writer_is_one_finding() {
    let note = |situation: &str, task: &str, action: &str, result: &str| {
        format!("**Situation:** {situation}\n\n**Task:** {task}\n\n**Action:** {action}\n\n**Result:** {result}\n")
    };
    let told = note(
        "You joined a water company, and its pumps failed every week.",
        "Your job was to make them last the summer.",
        "You identified a worn seal. You decided to order another make. You have to be patient with old pumps, you can't rush them.",
        "The pumps ran all summer, and you were thanked by the board.",
    );
    let mine = note(
        "I ran the pool, and a guest said: \"You told me that the sauna was open.\"",
        "I had to calm him.",
        "I said: you asked at noon, you read the sign, you chose to wait. I gave him a voucher.",
        "He came back three times.",
    );
    let found = |name: &str, note: &str| {
        Folder::new(name, &[("a.md", note)]).found(&["--select", "second-person", "--select", "generic-you"])
    };
    assert_eq!(found("wording-told", &told), ["a.md:1 info second-person"]);
    assert_eq!(found("wording-mine", &mine), [""; 0]);
}
