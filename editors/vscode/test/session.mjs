// A session with the protocol library that Visual Studio Code uses; STAR_LINT is the program.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as lsp from "vscode-languageserver-protocol/node";

const folder = mkdtempSync(join(tmpdir(), "star-lint-"));
const root = pathToFileURL(folder).href;
const uri = `${root}/a.md`;
const text =
  "**Situation:** Basically, we had a slow export.\n**Task:** I had to fix it.\n" +
  "**Action:** We decided to rewrite it.\n**Result:** It was significantly better.\n";
writeFileSync(join(folder, "b.md"), text);

const server = spawn(process.env.STAR_LINT ?? "star-lint", ["server"], { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.on("exit", resolve));
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout),
  new lsp.StreamMessageWriter(server.stdin),
);
let refreshed = 0;
connection.onRequest(lsp.RegistrationRequest.type, () => undefined);
connection.onRequest(lsp.DiagnosticRefreshRequest.type, () => void refreshed++);
connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => ({ hints: "lens" })));
const progress = [];
connection.onProgress(lsp.WorkDoneProgress.type, "work", (value) => void progress.push(value.kind));
connection.listen();

const { capabilities } = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid,
  rootUri: root,
  workspaceFolders: [{ uri: root, name: "notes" }],
  capabilities: {
    general: { positionEncodings: ["utf-16"] },
    textDocument: {
      diagnostic: { relatedDocumentSupport: true },
      codeAction: {
        dataSupport: true,
        resolveSupport: { properties: ["edit"] },
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
      },
    },
    workspace: {
      configuration: true,
      diagnostics: { refreshSupport: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
      workspaceEdit: { documentChanges: true, resourceOperations: ["create"] },
    },
  },
});
assert.equal(capabilities.positionEncoding, "utf-16");
assert.equal(capabilities.diagnosticProvider.workspaceDiagnostics, true);
await connection.sendNotification(lsp.InitializedNotification.type, {});
const textDocument = { uri };
await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
  textDocument: { uri, languageId: "markdown", version: 1, text },
});
// Its settings are new to the server, which has everything asked for again.
while (refreshed === 0) await new Promise((resolve) => setTimeout(resolve, 10));
const report = await connection.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument });
const filler = report.items.find((found) => found.code === "filler");
assert.ok(filler, JSON.stringify(report));
const again = { textDocument, previousResultId: report.resultId };
assert.equal((await connection.sendRequest(lsp.DocumentDiagnosticRequest.type, again)).kind, "unchanged");

const actions = await connection.sendRequest(lsp.CodeActionRequest.type, {
  textDocument,
  range: filler.range,
  context: { diagnostics: [filler], only: ["quickfix"] },
});
const fix = await connection.sendRequest(lsp.CodeActionResolveRequest.type, actions[0]);
assert.equal(fix.edit.documentChanges[0].textDocument.version, 1);
assert.ok((await connection.sendRequest(lsp.CodeLensRequest.type, { textDocument })).length > 0);

const all = await connection.sendRequest(lsp.WorkspaceDiagnosticRequest.type, {
  previousResultIds: [],
  workDoneToken: "work",
});
assert.deepEqual(all.items.map((item) => item.uri).sort(), [uri, `${root}/b.md`]);
assert.equal(progress[0], "begin");
assert.equal(progress.at(-1), "end");

await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
assert.equal(await ended, 0);
console.log("the session went well");
process.exit(0);
