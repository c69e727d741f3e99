"""Data as bytes: what crosses comes out as it went in, and nothing else can come out."""

import struct

import msgpack
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nbjudge.course.limits import DEFAULTS
from nbjudge.link.handle import Handle
from nbjudge.link.wire import BadMessage, NotData, Reference, decode, encode

FLOATS = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
COMPLEX = [torch.complex64, torch.complex128]
WHOLE = [torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.bool]
MOST = DEFAULTS.answer_items
SHAPES = [(), (0,), (1,), (7,), (2, 3), (3, 0, 2), (1, 1, 1, 1, 5)]
# Runs many times below; a slow machine's hiccup is no failure.
patiently = settings(deadline=None, max_examples=150, print_blob=False)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(2**3000), max_value=2**3000)
    | st.floats()
    | st.text()
    | st.binary()
)
keys = st.integers() | st.text() | st.binary() | st.tuples(st.integers(), st.text())
data = st.recursive(
    scalars,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.lists(inside, max_size=4).map(tuple)
        | st.dictionaries(keys, inside, max_size=4)
    ),
    max_leaves=20,
)


def no_reference(value):
    return None


def unknown(reference):
    raise KeyError(reference.number)


def there_and_back(value):
    return decode(encode(value, no_reference), unknown)


def same(first, second):
    """Equal and of the same types throughout; NaN equals NaN."""
    if type(first) is not type(second):
        return False
    if isinstance(first, (list, tuple)):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        pairs = zip(first.items(), second.items(), strict=True)
        return len(first) == len(second) and all(same(a, b) for a, b in pairs)
    if isinstance(first, float):
        return struct.pack("d", first) == struct.pack("d", second) or first != first
    return first == second


def only_data(value):
    """Whether a decoded value is made of nothing but the kinds of data that may cross."""
    if isinstance(value, (list, tuple)):
        return type(value) in (list, tuple) and all(map(only_data, value))
    if isinstance(value, dict):
        return type(value) is dict and all(map(only_data, [*value.keys(), *value.values()]))
    return type(value) in (type(None), bool, int, float, str, bytes, torch.Tensor)


@patiently
@given(data)
@example([1, (1,), [()], {}])
@example({(1, 2): True, 1: 1.0})
@example((True, 1, 1.0, "1", b"1"))
@example([2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 2**64])
def test_data_crosses_unchanged(value):
    assert same(there_and_back(value), value)


@pytest.mark.parametrize("dtype", [*FLOATS, *COMPLEX, *WHOLE], ids=str)
def test_tensors_of_all_dtypes_and_shapes_cross_bit_by_bit(dtype):
    for shape in SHAPES:
        sent = (torch.randn(shape, dtype=torch.float64) * 50).to(dtype)
        got = there_and_back(sent)
        assert (got.dtype, got.shape, got.requires_grad) == (dtype, sent.shape, False)
        assert torch.equal(got, sent)


def test_infinities_and_nan_cross():
    sent = torch.tensor([float("inf"), float("-inf"), float("nan"), -0.0])
    got = there_and_back(sent)
    assert torch.equal(got.view(torch.int32), sent.view(torch.int32))


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_a_tensor_that_requires_a_gradient_still_does(device):
    sent = torch.ones(2, 3, device=device, requires_grad=True)
    assert there_and_back(sent).requires_grad
    assert not there_and_back(sent.detach()).requires_grad
    assert there_and_back(sent * 2).is_leaf


def test_a_meta_tensor_crosses_without_values():
    got = there_and_back(torch.empty(10**7, 3, dtype=torch.float16, device="meta"))
    assert (got.is_meta, got.shape, got.dtype) == (True, (10**7, 3), torch.float16)


def test_a_meta_tensor_is_no_larger_than_one_with_values_may_be():
    """Else a check that makes a tensor like it would take all memory there is."""
    with pytest.raises(BadMessage, match="is the limit"):
        there_and_back(torch.empty(2**29, device="meta"))


def test_views_cross_as_what_they_show():
    table = torch.arange(12.0).reshape(3, 4)
    for view in (table.T, table[:, 1], table[::2], table.expand(2, 3, 4), table.to(torch.cfloat).H):
        assert torch.equal(there_and_back(view), view)


def test_a_received_tensor_has_memory_of_its_own():
    sent = torch.zeros(3)
    got = there_and_back(sent)
    got += 1
    assert torch.equal(sent, torch.zeros(3))


def test_subclasses_cross_as_the_plain_kind():
    class Count(int):
        pass

    class Name(str):
        __slots__ = ()

    class Weight(torch.nn.Parameter):
        pass

    got = there_and_back([Count(3), Name("a"), Weight(torch.ones(2))])
    assert [type(value) for value in got] == [int, str, torch.Tensor]


def test_half_a_character_does_not_stop_a_message():
    assert there_and_back("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, range(3), len, torch.nn.Linear(1, 1), 1j, bytearray(b"a"), slice(1)],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_data_needs_a_reference(value):
    with pytest.raises(NotData):
        encode(value, no_reference)
    got = decode(encode([value], lambda held: Reference(7, "thing")), lambda reference: reference)
    assert got == [Reference(7, "thing")]


def test_sparse_tensors_and_those_of_absurd_dimensions_are_no_data():
    for tensor in (torch.eye(3).to_sparse(), torch.zeros([1] * 65)):
        with pytest.raises(NotData):
            encode(tensor, no_reference)


def test_too_deep_nesting_is_not_sent():
    nested: list = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(NotData):
        encode(nested, no_reference)


def test_the_name_of_a_class_is_cut_short():
    sent = encode(object(), lambda held: Reference(0, "x" * 10_000))
    assert len(decode(sent, lambda reference: reference).kind) <= 80


def tensor(*fields):
    return msgpack.packb(msgpack.ExtType(1, msgpack.packb(list(fields))))


def reference(*fields):
    return msgpack.packb(msgpack.ExtType(3, msgpack.packb(list(fields))))


def tuples(depth):
    message = b"\x90"
    for _ in range(depth):
        message = msgpack.packb(msgpack.ExtType(2, message))
    return message


def announcing(size):
    return b"\xdd" + size.to_bytes(4, "big")


BROKEN = {
    "nothing": b"",
    "half a message": encode([1, 2, 3], no_reference)[:-1],
    "two messages": encode(1, no_reference) * 2,
    "a pickle": b"\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94.",
    "a byte that means nothing": b"\xc1",
    "text that is no text": b"\xa1\xff",
    "an unknown extension": msgpack.packb(msgpack.ExtType(99, b"x")),
    "msgpack's own unknown extension": b"\xd4\xfe\x00",
    "a list as a key": b"\x81\x90\x00",
    "a dtype that does not exist": tensor("float99", [1], False, False, b"\0" * 4),
    "a dtype that is a list": tensor([], [1], False, False, b"\0" * 4),
    "a dtype that is a name in torch": tensor("load", [1], False, False, b"\0" * 4),
    "too few bytes": tensor("float32", [2], False, False, b"\0" * 4),
    "too many bytes": tensor("float32", [0], False, False, b"\0" * 4),
    "a negative size": tensor("float32", [-1], False, False, b""),
    "two negative sizes": tensor("float32", [-1, -1], False, False, b"\0" * 4),
    "a size that is a bool": tensor("float32", [True], False, False, b"\0" * 4),
    "a size that is a fraction": tensor("float32", [1.0], False, False, b"\0" * 4),
    "a shape that is a number": tensor("float32", 1, False, False, b"\0" * 4),
    "a shape that overflows": tensor("float32", [2**40, 2**40, 0], False, False, b""),
    "a meta shape that overflows": tensor("float32", [2**62, 2**62], False, True, b""),
    "more dimensions than torch survives": tensor("uint8", [1] * 200_000, False, False, b"\0"),
    "a gradient of whole numbers": tensor("int64", [1], True, False, b"\0" * 8),
    "bytes that are text": tensor("uint8", [1], False, False, "a"),
    "no fields": tensor(),
    "too many fields": tensor("uint8", [1], False, False, b"a", 1),
    "a tuple that is no list": msgpack.packb(msgpack.ExtType(2, b"\x01")),
    "a reference to a name": reference("0", "x"),
    "a reference without a kind": reference(0),
    "a reference to True": reference(True, "x"),
    "a reference whose kind is bytes": reference(0, b"x"),
    "a reference to nothing": reference(5, "x"),
    "tuples in tuples": tuples(60),
    "lists in lists": b"\x91" * 100_000 + b"\xc0",
    "an announced list that never comes": announcing(2**32 - 1),
    "announced lists in announced lists": announcing(2**22) * 1000 + b"\0" * 2**22,
    "announced lists in a tensor": msgpack.packb(
        msgpack.ExtType(1, announcing(2**22) * 1000 + b"\0" * 2**22)
    ),
    "more empty lists than memory": announcing(MOST) + b"\x90" * MOST,
    "more numbers than anybody needs": announcing(MOST + 1) + b"\0" * (MOST + 1),
    "a dict of very many keys": msgpack.packb(dict.fromkeys(range(5000))),
}


@pytest.mark.parametrize("message", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_message_is_refused(message):
    with pytest.raises(BadMessage):
        decode(message, unknown)


def test_a_broken_message_inside_a_good_one_is_refused():
    hidden = msgpack.packb({"value": [1, msgpack.ExtType(2, BROKEN["an unknown extension"])]})
    with pytest.raises(BadMessage):
        decode(hidden, unknown)


def test_bool_tensors_hold_only_true_and_false_whatever_the_bytes():
    got = decode(tensor("bool", [3], False, False, b"\x00\x01\xff"), unknown)
    assert got.view(torch.uint8).tolist() == [0, 1, 1]


def test_only_data_comes_out_of_msgpacks_own_extensions():
    assert type(decode(msgpack.packb(msgpack.Timestamp(3, 5)), unknown)) is float


@patiently
@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_data_or_bad_message(message):
    assert gives_data_or_bad_message(message)


messages = data.map(lambda value: encode(value, no_reference)) | st.sampled_from(
    [
        encode({"value": torch.ones(2, 3, requires_grad=True)}, no_reference),
        encode({"value": (torch.ones(0), [True, 2**80, (1, (2,))])}, no_reference),
        encode({"raised": {"kind": "KeyError", "message": "'x'", "line": "x"}}, no_reference),
        encode([object()], lambda held: Reference(3, "Network")),
    ]
)


@patiently
@given(messages, st.data())
def test_mutated_messages_give_data_or_bad_message(message, draw):
    mutated = bytearray(message)
    for _ in range(draw.draw(st.integers(1, 4), label="mutations")):
        place = draw.draw(st.integers(0, len(mutated)), label="at")
        kind = draw.draw(st.sampled_from(["replace", "insert", "cut", "repeat"]), label="kind")
        some = draw.draw(st.binary(min_size=1, max_size=5), label="bytes")
        if kind == "replace":
            mutated[place : place + len(some)] = some
        elif kind == "insert":
            mutated[place:place] = some
        elif kind == "cut":
            del mutated[place : place + len(some)]
        else:
            mutated[place:place] = mutated[max(0, place - 8) : place]
    assert gives_data_or_bad_message(bytes(mutated))


def gives_data_or_bad_message(message):
    try:
        value = decode(message, lambda reference: Handle(None, reference))
    except BadMessage:
        return True
    return only_data_or_handles(value)


def only_data_or_handles(value):
    if isinstance(value, (list, tuple)):
        return all(map(only_data_or_handles, value))
    if isinstance(value, dict):
        return all(map(only_data_or_handles, [*value.keys(), *value.values()]))
    return isinstance(value, Handle) or only_data(value)
