"""The language server with a client library: pip install pytest-lsp; STAR_LINT=path/to/star-lint pytest tests/clients."""

import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

WEAK = (
    "**Situation:** Basically, we had a slow export.\n**Task:** I had to fix it.\n"
    "**Action:** We decided to rewrite it.\n**Result:** It was significantly better.\n"
)


@pytest_lsp.fixture(
    params=["neovim", "visual-studio-code", "emacs"],
    config=ClientServerConfig(server_command=[os.environ.get("STAR_LINT", "star-lint"), "server"]),
)
async def client(request, lsp_client: LanguageClient, tmp_path_factory):
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
    lsp_client.folder = tmp_path_factory.mktemp("notes")
    capabilities = client_capabilities(request.param)
    # This library takes diagnostics when they come.
    capabilities.text_document.diagnostic = None
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, root_uri=lsp_client.folder.as_uri())
    )
    yield
    await lsp_client.shutdown_session()


def open_note(client: LanguageClient, name: str, text: str) -> str:
    uri = Path(client.folder, name).as_uri()
    item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    return uri


@pytest.mark.asyncio
async def test_session(client: LanguageClient):
    uri = open_note(client, "a.md", WEAK)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    found = client.diagnostics[uri]
    assert "missing-metric" in {diagnostic.code for diagnostic in found}
    about = types.TextDocumentIdentifier(uri=uri)

    filler = next(diagnostic for diagnostic in found if diagnostic.code == "filler")
    params = types.CodeActionParams(
        text_document=about, range=filler.range, context=types.CodeActionContext(diagnostics=[filler])
    )
    actions = await client.text_document_code_action_async(params)
    fix = next(action for action in actions if action.title.startswith("Remove"))
    if fix.edit is None:
        fix = await client.code_action_resolve_async(fix)
    assert fix.edit.document_changes or fix.edit.changes

    position = types.Position(line=0, character=18)
    hover = await client.text_document_hover_async(types.HoverParams(text_document=about, position=position))
    assert "filler" in hover.contents.value
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=about))
    assert symbols
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(text_document=about))
    assert folds[0].end_line == 3
