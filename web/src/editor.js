// The text, with what was found marked in it.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, drawSelection, keymap, placeholder } from "@codemirror/view";

const mark = (level) => ({
  backgroundImage: "none",
  backgroundColor: `var(--${level}-mark)`,
  textDecoration: `underline 2px var(--${level})`,
  textUnderlineOffset: ".22em",
  paddingBottom: "1px",
});

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--serif)", fontSize: "1.12rem", lineHeight: "1.7" },
  ".cm-content": { padding: "1.3rem 1.5rem", caretColor: "var(--accent)", minHeight: "18rem" },
  "@media (max-width: 56rem)": { ".cm-content": { padding: "1rem" } },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)",
  },
  ".cm-strong, .cm-heading": { fontWeight: "600" },
  ".cm-heading": { fontSize: "1.12em" },
  ".cm-placeholder": { color: "var(--soft)" },
  ".cm-lintRange-error": mark("error"),
  ".cm-lintRange-warning": mark("warning"),
  ".cm-lintRange-info": mark("info"),
  ".cm-lintRange-active": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-lint": { maxWidth: "30rem", fontFamily: "var(--sans)", fontSize: ".92rem" },
  ".cm-diagnostic": { padding: ".4rem .7rem", borderLeft: "3px solid var(--line)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--card)", borderRadius: ".3rem" },
  ".cm-diagnosticSource": { fontSize: "inherit", opacity: "1", color: "var(--soft)" },
});

/** Headings and what is between `**` look as they are meant: labels stand out. */
const strong = new MatchDecorator({
  regexp: /^#{1,6} .*|\*\*[^*\n]+\*\*/gm,
  decoration: ([text]) => Decoration.mark({ class: text.startsWith("#") ? "cm-heading" : "cm-strong" }),
});
const looks = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = strong.createDeco(view);
    }
    update(update) {
      this.decorations = strong.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** An editor that tells when its text changes (`changed`) and where the cursor is (`moved`). */
export function editor(parent, text, { changed, moved }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(document.querySelector("style[nonce]").nonce),
        history(),
        drawSelection(),
        looks,
        EditorView.lineWrapping,
        placeholder("**Situation:** …\n\n**Task:** …\n\n**Action:** …\n\n**Result:** …"),
        // Tab leaves the editor, as it leaves every other field.
        keymap.of([...lintKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-label": "Your answer", spellcheck: "true" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
          if (update.selectionSet || update.docChanged) moved(update.state.selection.main.head);
        }),
        theme,
      ],
    }),
  });
  return {
    view,
    text: () => view.state.doc.toString(),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    /** Marks findings of the present text. */
    show(findings) {
      view.dispatch(setDiagnostics(view.state, findings.map((finding) => diagnostic(finding))));
    },
    select({ start, end }) {
      view.dispatch({ selection: { anchor: start.utf16, head: end.utf16 }, effects: EditorView.scrollIntoView(start.utf16, { yMargin: 40 }) });
      view.focus();
    },
    apply,
  };

  function apply({ fix }) {
    view.dispatch({ changes: fix.edits.map(({ start, end, text }) => ({ from: start.utf16, to: end.utf16, insert: text })) });
    view.focus();
  }

  function diagnostic(finding) {
    const { rule, level, message, start, end, help, fix } = finding;
    return {
      from: start.utf16,
      to: end.utf16,
      severity: level,
      message: help ? `${message}: ${help}` : message,
      source: rule,
      actions: fix ? [{ name: "Fix", apply: () => apply(finding) }] : [],
    };
  }
}
