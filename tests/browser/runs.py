"""Whether the app still owes the page a run of its script, by what the two say to each other.

What the page shows of it comes late: between a press and the first word of the run that it asks for, the page looks
settled, and the next press may meet a page that is just being drawn anew.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from playwright.sync_api import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Runs:
    """Listens to the line between a tab and the server."""

    def __init__(self) -> None:
        self.owed = False
        self._begun = False

    def listen(self, line: WebSocket) -> None:
        """Follow a line; a new one owes nothing yet."""
        self.owed = self._begun = False
        line.on("framesent", self._sent)
        line.on("framereceived", self._received)

    def _sent(self, data: str | bytes) -> None:
        if isinstance(data, bytes) and _kind(BackMsg(), data) == "rerun_script":
            self.owed, self._begun = True, False

    def _received(self, data: str | bytes) -> None:
        if not self.owed or not isinstance(data, bytes):
            return
        message = ForwardMsg()
        kind = _kind(message, data)
        if kind == "new_session":
            self._begun = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN and self._begun:
            self.owed = False


def _kind(message: BackMsg | ForwardMsg, data: bytes) -> str | None:
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    return message.WhichOneof("type")
