"""Two images side by side, in grey: small PNGs, written here."""

import base64
import struct
import zlib
from html import escape

from nbjudge.link.pictures import Image, Pixels
from nbjudge.link.show import show_shape
from nbjudge.report.svg import number

_LARGEST = 150
# What has no value is in none of the greys.
_NO_VALUE = (214, 74, 58)
_SIDE = "display: flex; flex-wrap: wrap; gap: 0.7em 1.4em"
_PICTURE = (
    "display: block; image-rendering: pixelated; margin: 0.2em 0; border: 1px solid #80808099"
)


def side_by_side(image: Image) -> str:
    """Both images as HTML."""
    got = _shown(image, image.got, "what came back", "got")
    expected = _shown(image, image.expected, "what was expected", "expected")
    return f'<div style="{_SIDE}">{got}{expected}</div>'


def note(image: Image) -> str:
    """What the greys stand for, and which image of a batch it is."""
    which = f" Image {list(image.place)} of the batch." if image.place else ""
    height, width = image.shape
    coarse = len(image.expected) < height or len(image.expected[0]) < width
    missing = any(None in row for row in image.got)
    said = f"Black is {number(image.black)}, white is {number(image.white)}.{which}"
    said += f" {height} by {width} pixels, shown coarsely." if coarse else ""
    return f"{said} Red is NaN." if missing else said


def _scale(image: Image) -> str:
    return f"an image of shape {show_shape(image.shape)}, as greys from black to white"


def _shown(image: Image, pixels: Pixels, said: str, name: str) -> str:
    scale = _LARGEST / max(image.shape)
    height, width = (max(round(side * scale), 16) for side in image.shape)
    mean = _mean(pixels, image)
    return (
        f'<div><div style="font-family: monospace; font-size: 13px">{escape(name)}</div>'
        f'<img alt="{escape(said)}, {_scale(image)}; {mean}" width="{width}" height="{height}" '
        f'style="{_PICTURE}" src="data:image/png;base64,{_png(pixels, image.greys)}"></div>'
    )


def _mean(pixels: Pixels, image: Image) -> str:
    known = [level for row in pixels for level in row if level is not None]
    if not known:
        return "all of it is NaN"
    share = sum(known) / len(known) / (image.greys - 1)
    return f"on average {number(image.black + share * (image.white - image.black))}"


def _png(pixels: Pixels, greys: int) -> str:
    """A PNG with a palette of these greys, and one colour more, in base64."""
    colours = [(round(255 * level / (greys - 1)),) * 3 for level in range(greys)]
    palette = b"".join(bytes(colour) for colour in [*colours, _NO_VALUE])
    rows = (bytes(greys if level is None else level for level in row) for row in pixels)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", packed), (b"IEND", b""))
    whole = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)
    return base64.b64encode(whole).decode()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
