//! The language of an answer decides which words are looked for, and an unknown one is said.

mod common;

use common::Folder;

/// An answer about a lift in each language, by its code, with its word for "lift".
const NOTES: [(&str, &str, [&str; 4]); 10] = [
    (
        "en",
        "lift",
        [
            "The lift of our house was out for a week.",
            "I had to get it running.",
            "I called the lift makers and they came.",
            "It ran on Sunday.",
        ],
    ),
    (
        "de",
        "Aufzug",
        [
            "Der Aufzug in unserem Haus war eine Woche kaputt.",
            "Ich musste ihn zum Laufen bringen.",
            "Ich rief beim Aufzug die Firma an.",
            "Er lief am Sonntag.",
        ],
    ),
    (
        "fr",
        "ascenseur",
        [
            "Notre immeuble était sans courant pendant une semaine.",
            "Je devais le remettre en marche.",
            "J'ai réparé un ascenseur avec la mairie.",
            "Il marchait le dimanche.",
        ],
    ),
    (
        "es",
        "ascensor",
        [
            "El ascensor de nuestra casa estuvo roto una semana.",
            "Yo tenía que arreglarlo.",
            "Revisé el ascensor con la empresa.",
            "El domingo ya funcionaba.",
        ],
    ),
    (
        "pt",
        "elevador",
        [
            "O elevador do nosso prédio não funcionou uma semana.",
            "Eu tinha que resolver isso.",
            "Chamei a empresa para o elevador.",
            "Ele voltou no domingo.",
        ],
    ),
    (
        "it",
        "ascensore",
        [
            "Il condominio era senza corrente da una settimana.",
            "Io dovevo rimetterlo in moto.",
            "Ho chiamato la ditta per un ascensore nuovo.",
            "La domenica è tornato in moto.",
        ],
    ),
    (
        "nl",
        "lift",
        [
            "De lift van ons huis was een week kapot.",
            "Ik moest hem weer laten werken.",
            "Ik belde de firma van de lift.",
            "Hij werkte op zondag.",
        ],
    ),
    (
        "pl",
        "winda",
        [
            "W naszym domu przez tydzień nie było prądu.",
            "To ja miałem się tym zająć.",
            "Stara winda była u mnie na liście.",
            "W niedzielę już działała.",
        ],
    ),
    (
        "sv",
        "hiss",
        [
            "Det var trasigt hos oss en vecka.",
            "Jag skulle få igång det.",
            "Jag ringde och en hiss kom till oss.",
            "På söndagen gick den.",
        ],
    ),
    (
        "tr",
        "asansör",
        [
            "Bu evde bir hafta elektrik yok ve o hafta çok uzun oldu.",
            "Bunu ben çözmek için geldim.",
            "Ben bir asansör için firma ile görüştüm.",
            "Pazar günü oldu.",
        ],
    ),
];

fn note(parts: [&str; 4]) -> String {
    let [situation, task, action, result] = parts;
    format!("**Situation:** {situation}\n**Task:** {task}\n**Action:** {action}\n**Result:** {result}\n")
}

#[test]
fn a_rule_has_words_for_each_language() {
    let config = "root = true\n[rules.lift]\nlevel = \"warning\"\nlanguage = \"en\"\nscope = [\"action\"]\nsummary = \"s\"\nmessage = \"{text}\"\n\
        check.phrases = { vocabulary = \"lift\" }\n[rules.lift.translations]\nen = \"lift\"\nde = \"lift-de\"\nfr = \"lift-fr\"\nes = \"lift-es\"\npt = \"lift-pt\"\nit = \"lift-it\"\n\
        nl = \"lift-nl\"\npl = \"lift-pl\"\nsv = \"lift-sv\"\ntr = \"lift-tr\"\n[vocabulary.lift]\nwords = \"lift\"\n";
    let words = |(code, word, _): &(&str, &str, _)| format!("[vocabulary.lift-{code}]\nwords = \"{word}\"\n");
    let config = config.to_owned() + &NOTES[1..].iter().map(words).collect::<String>();
    let config = config.replace("en = \"lift\"\n", "en = \"lift-en\"\n") + "[vocabulary.lift-en]\nwords = \"lift\"\n";
    for (code, word, parts) in NOTES {
        let folder = Folder::new(&format!("languages-{code}"), &[("star-lint.toml", &config), ("a.md", &note(parts))]);
        let run = folder.run(&["--select", "lift", "--format", "json"]);
        assert_eq!(run.err, "", "{code}");
        assert!(
            run.out.contains(&format!("\"message\": \"{word}\""))
                || run.out.contains(&format!("\"message\":\"{word}\"")),
            "{code}: {}",
            run.out
        );
    }
}

#[test]
fn a_language_that_no_rule_knows_is_said() {
    for (code, _, parts) in NOTES {
        let folder = Folder::new(&format!("languages-said-{code}"), &[("a.md", &note(parts))]);
        let found = folder.found(&["--select", "other-language", "--select", "acronym"]);
        let known = ["en", "de", "fr", "es", "pt"].contains(&code);
        assert_eq!(found.len(), usize::from(!known), "{code}: {found:?}");
    }
}
