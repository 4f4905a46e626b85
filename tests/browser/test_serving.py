"""What the other browser tests rely on: a page that asks for something elsewhere gets nothing, and is found out."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import visit

pytestmark = pytest.mark.browser

#: Asks for something on this machine, by a name, by a number and by a lasting connection.
ASK = """async () => {
    const got = [];
    for (const place of ["%s/here", "http://example.invalid/x", "https://192.0.2.7/y"])
        await fetch(place, {mode: "no-cors"}).then(() => got.push(place), () => null);
    await new Promise(done => { const socket = new WebSocket("ws://192.0.2.8/z"); socket.onclose = done; });
    return got; }"""


class Silent(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_only_this_machine_answers_and_every_other_address_is_noted(browser: Browser, address: str) -> None:
    with visit(browser, address) as visitor:
        visitor.page.route(f"{address}/", lambda route: route.fulfill(body="<p>A page</p>", content_type="text/html"))
        visitor.page.goto(f"{address}/")
        assert visitor.page.evaluate(ASK % address) == [f"{address}/here"]
        assert sorted(visitor.foreign) == ["http://example.invalid/x", "https://192.0.2.7/y", "ws://192.0.2.8/z"]
