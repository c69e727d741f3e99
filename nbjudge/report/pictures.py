"""The picture of a failure as HTML: no script, no address, readable in any theme."""

from html import escape

from nbjudge.link.pictures import Bars, Curve, Image, Listing, Picture
from nbjudge.report import bars, curves, images, listings


def as_html(shown: Picture, what: str) -> str:
    """What is drawn, with a line below it where it needs words; `what` says what came back."""
    if isinstance(shown, Listing):
        return listings.as_html(shown, what)
    drawn, note = _drawn(shown)
    said = f'<div style="opacity: 0.72">{escape(note)}</div>' if note else ""
    return f'<div style="margin: 0.5em 0">{drawn}{said}</div>'


def _drawn(shown: Curve | Bars | Image) -> tuple[str, str]:
    if isinstance(shown, Curve):
        return curves.as_svg(shown), curves.note(shown)
    if isinstance(shown, Bars):
        return bars.as_svg(shown), bars.note(shown)
    return images.side_by_side(shown), images.note(shown)
