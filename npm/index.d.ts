/** A place in a text. */
export interface Place {
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  /** In bytes of UTF-8. */
  offset: number;
  /** As JavaScript counts the characters of a string. */
  utf16: number;
}

export type Level = "error" | "warning" | "info";
export type Section = "situation" | "task" | "action" | "result" | "other";

/** Another place that explains a finding. */
export interface Label {
  start: Place;
  end: Place;
  /** May be empty. */
  text: string;
}

export interface Fix {
  /** Whether it may change what the text says. */
  applicability: "safe" | "unsafe";
  edits: { start: Place; end: Place; text: string }[];
}

/** A finding, as `star-lint check --format json` has it. */
export interface Finding {
  rule: string;
  level: Level;
  message: string;
  path: string;
  start: Place;
  /** Exclusive. */
  end: Place;
  labels: Label[];
  /** The title of the answer. */
  answer: string | null;
  section: Section | null;
  /** What to do about it. */
  help: string | null;
  /** Those that ask for it; empty if all do. */
  profiles: string[];
  fix: Fix | null;
  /** The page of the rule. */
  url: string | null;
}

/** What is wrong with the configuration, or with the profiles that a text chooses. */
export interface Problem {
  level: Level;
  message: string;
  /** `star-lint.toml`, or the path of the text; null where it is in neither. */
  path: string | null;
  start: Place | null;
  end: Place | null;
  help: string | null;
}

export interface Summary {
  files: number;
  answers: number;
  errors: number;
  warnings: number;
  infos: number;
  fixed: number;
}

export interface Linted {
  diagnostics: Finding[];
  summary: Summary;
  problems: Problem[];
}

export interface Options {
  /** How the text is called in what is found, and by the overrides of the configuration: `answer.md` unless said. */
  path?: string;
  /** The text of a star-lint.toml. */
  config?: string;
  /** Profiles, such as `amazon`; they replace those of the configuration and of the text. */
  profiles?: string[];
}

export interface OutlinedSection {
  /** Two if it is merged. */
  kinds: Exclude<Section, "other">[];
  /** Empty if it was inferred. */
  label: string;
  inferred: boolean;
  words: number;
  /** Of the words of the answer, in whole per cent. */
  share: number;
  start: Place;
  end: Place;
}

export interface OutlinedAnswer {
  title: string | null;
  /** Whether its sections have no labels. */
  inferred: boolean;
  /** Of its four sections. */
  words: number;
  /** To say them. */
  seconds: number;
  start: Place;
  end: Place;
  sections: OutlinedSection[];
  /** Where the sections were inferred: each sentence, and how sure that is. */
  sentences?: { kind: Section; percent: number; start: Place; end: Place }[];
  metrics: { section: Section; text: string; start: Place; end: Place }[];
  /** Actions of the candidate, of a group, and of nobody that is named. */
  agency: { own: number; team: number; nobody: number };
}

/** How a text was read. */
export interface Outline {
  path: string;
  answers: OutlinedAnswer[];
  left_alone: { reason: string; start: Place; end: Place }[];
}

export interface Profile {
  name: string;
  title: string;
  description: string;
  /** Whether the employer says so itself, or candidates and coaches do. */
  basis: "stated" | "folklore";
  /** The month in which the sources were read. */
  as_of: string;
  sources: string[];
}

/** What there is to say about a rule; what there is not is empty. */
export interface Explanation {
  rule: string;
  group: string;
  level: Level | "off";
  summary: string;
  why: string;
  help: string;
  source: string;
  measured: string;
  examples: ["weak" | "fine", string][];
}

/** The findings in a text. */
export function lint(text: string, options?: Options): Linted;

/** The answers in a text, with their sections, words and the time to say them. */
export function outline(text: string, options?: Options): Outline;

/** The profiles that come with star-lint. */
export function profiles(): Profile[];

/**
 * What there is to say about a rule.
 * @throws RangeError where there is none of this name
 */
export function explain(rule: string, options?: Options): Explanation;
