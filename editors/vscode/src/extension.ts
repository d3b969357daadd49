import { commands, window, workspace, type ExtensionContext } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

const SECTION = "star-lint";

let client: LanguageClient | undefined;

/** Starts the server; says what to do where there is none. */
async function start(): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  const command = settings.get<string>("path") || "star-lint";
  const server: ServerOptions = { command, args: ["server"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "markdown" },
      { language: "plaintext" },
      { scheme: "file", pattern: "**/*.toml" },
    ],
    initializationOptions: settings,
    synchronize: { configurationSection: SECTION },
  };
  client = new LanguageClient(SECTION, "star-lint", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `star-lint: cannot start \`${command} server\`: ${reason}. Install star-lint or set "star-lint.path".`,
    );
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

export async function activate(context: ExtensionContext): Promise<void> {
  const restart = async (): Promise<void> => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    commands.registerCommand("star-lint.restart", restart),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration(`${SECTION}.path`)) {
        await restart();
      }
    }),
  );
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}
