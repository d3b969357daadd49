#!/usr/bin/env python3
"""How long an editor waits for the findings of a change: `cargo build --release && benches/editor.py [WORDS]`."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

BINARY = Path(__file__).parent.parent / "target/release/star-lint"
ANSWER = """## A time you made something faster

**Situation:** We had a slow export that failed twice a week, and the morning shift basically worked from paper lists.
**Task:** I had to fix it before the winter sale, as the only engineer on call at the time.
**Action:** We decided to rewrite it. I traced the failures to one query that locked the stock table, and we split it into
pages. Then I added a retry, and I tested it on a copy of the data for three nights.
**Result:** It was significantly better, and the shift now starts 20 minutes earlier.

"""
URI = "file:///tmp/star-lint-editor/a.md"


def main():
    words = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    text = ANSWER * max(1, words // len(ANSWER.split()))
    server = subprocess.Popen([BINARY, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        server.stdin.flush()

    def receive():
        length = int(server.stdout.readline().split(b":")[1])
        server.stdout.readline()
        return json.loads(server.stdout.read(length))

    def findings(version):
        while True:
            message = receive()
            if message.get("method", "").endswith("publishDiagnostics") and message["params"]["version"] == version:
                return message["params"]["diagnostics"]

    send("initialize", {"capabilities": {}, "rootUri": None}, id=1)
    receive()
    send("initialized", {})
    send("textDocument/didOpen", {"textDocument": {"uri": URI, "languageId": "markdown", "version": 1, "text": text}})
    count = len(findings(1))
    times = []
    for version in range(2, 52):
        start = time.perf_counter()
        at = {"line": 3, "character": 20}
        change = {"range": {"start": at, "end": at}, "text": "x"}
        send("textDocument/didChange", {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]})
        findings(version)
        times.append((time.perf_counter() - start) * 1000)
    print(f"{len(text.split())} words, {count} findings: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")
    server.kill()


main()
