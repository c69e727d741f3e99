"""Messages over a socket: whole, within a size, within a time."""

import socket
import struct
import threading
import time

import pytest

from nbjudge.link.channel import Channel, ChannelError


@pytest.fixture
def ends():
    mine, theirs = socket.socketpair()
    with mine, theirs:
        yield Channel(mine, max_bytes=1000), theirs


def length(size):
    return struct.pack("!Q", size)


def test_messages_arrive_whole_and_in_order(ends):
    channel, peer = ends
    other = Channel(peer)
    for message in (b"", b"a", b"b" * 1000):
        other.send(message)
    assert [channel.receive(1) for _ in range(3)] == [b"", b"a", b"b" * 1000]


def test_a_large_message_crosses_in_pieces():
    mine, theirs = socket.socketpair()
    message = bytes(range(256)) * 20_000
    with mine, theirs:
        sender = threading.Thread(target=Channel(theirs).send, args=(message, 10))
        sender.start()
        assert Channel(mine).receive(10) == message
        sender.join()


def test_a_message_above_the_limit_is_refused_before_it_is_read(ends):
    channel, peer = ends
    peer.sendall(length(1001))
    with pytest.raises(ChannelError, match="1,001 bytes; 1,000 is the limit"):
        channel.receive(1)


def test_the_largest_length_that_can_be_announced_is_refused(ends):
    channel, peer = ends
    peer.sendall(b"\xff" * 8)
    with pytest.raises(ChannelError, match="limit"):
        channel.receive(1)


def test_an_announced_length_that_is_never_sent_costs_only_the_time(ends):
    channel, peer = ends
    peer.sendall(length(999) + b"only this")
    began = time.monotonic()
    with pytest.raises(ChannelError, match="no answer in time"):
        channel.receive(0.2)
    assert time.monotonic() - began < 2


def test_a_slow_drip_does_not_move_the_deadline(ends):
    channel, peer = ends
    stop = threading.Event()

    def drip():
        peer.sendall(length(900))
        while not stop.wait(0.05):
            peer.sendall(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    began = time.monotonic()
    with pytest.raises(ChannelError, match="no answer in time"):
        channel.receive(0.4)
    took = time.monotonic() - began
    stop.set()
    dripping.join()
    assert 0.3 < took < 2


def test_silence_ends_at_the_deadline(ends):
    channel, _ = ends
    with pytest.raises(ChannelError, match="no answer in time"):
        channel.receive(0.1)


@pytest.mark.parametrize("sent", [b"", b"\0\0\0", length(5), length(5) + b"abc"])
def test_a_peer_that_leaves_in_the_middle_is_noticed_at_once(ends, sent):
    channel, peer = ends
    peer.sendall(sent)
    peer.close()
    began = time.monotonic()
    with pytest.raises(ChannelError, match="gone"):
        channel.receive(30)
    assert time.monotonic() - began < 5


def test_sending_to_a_closed_peer_is_an_error(ends):
    channel, peer = ends
    peer.close()
    with pytest.raises(ChannelError, match="gone"):
        channel.send(b"hello", 1)


def test_sending_to_somebody_who_never_reads_ends_in_time(ends):
    channel, _ = ends
    with pytest.raises(ChannelError, match="in time"):
        channel.send(b"x" * 50_000_000, 0.2)


def test_a_closed_channel_says_that_nobody_is_there(ends):
    channel, _ = ends
    channel.close()
    with pytest.raises(ChannelError):
        channel.receive(1)
