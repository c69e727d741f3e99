"""Exchanges requests and replies with an agent, within limits."""

import time

from nbjudge.course.limits import Limits
from nbjudge.link.channel import Channel, ChannelError
from nbjudge.link.handle import Transport


class UntilFailure:
    """A transport that sends no more requests after one failure."""

    def __init__(self, transport: Transport):
        self._transport = transport
        self.broken = False

    def __call__(self, request: bytes) -> bytes:
        if self.broken:
            raise ChannelError("not tried, since an earlier call gave no answer")
        try:
            return self._transport(request)
        except ChannelError:
            self.broken = True
            raise


class Exchange(UntilFailure):
    """Sends a request and takes the reply; after one failure it sends no more requests.

    It sends none after `deadline` either, or when replies were too large together: a check may
    iterate over something that never ends.
    """

    def __init__(self, channel: Channel, limits: Limits, deadline: float):
        super().__init__(self._exchange)
        self._channel, self._deadline = channel, deadline
        self._seconds, self._left = limits.call_seconds, limits.answers_bytes

    def _exchange(self, request: bytes) -> bytes:
        if time.monotonic() > self._deadline or self._left < 0:
            raise ChannelError("there were too many answers, or they took too long")
        self._channel.send(request, self._seconds)
        answer = self._channel.receive(self._seconds)
        self._left -= len(answer)
        return answer

    def close(self) -> None:
        self._channel.close()
