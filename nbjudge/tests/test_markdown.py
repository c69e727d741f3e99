"""A student's Markdown: what it may show, and that rendering it again changes nothing."""

import base64
import re

import pytest
from nbconvert.filters import Highlight2HTML, markdown2html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from nbjudge.submission.assemble import assemble
from nbjudge.submission.markdown import MAX_RENDERED, harmless_markdown
from nbjudge.submission.sanitising import make_harmless

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()


def page(source, attachments=None):
    """What nbconvert makes of the stored cell; it must be what was stored."""
    stored = harmless_markdown(source, attachments)
    shown = markdown2html(stored).strip()
    assert shown in (stored, f"<p>{stored}</p>")
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), shown)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:msgbox)",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](java&#10;script:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](\x01javascript:alert(1))",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "[x](/hub/logout)",
        "[x](//host/path)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://host/1)",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_a_link_to_anything_but_a_web_page_or_a_mailbox_goes(source):
    shown = page(source)
    assert "href=" not in shown.replace("&lt;a href=", "")
    assert "<script" not in shown


@pytest.mark.parametrize("address", ["https://pytorch.org/docs", "http://a.b", "mailto:a@b.org"])
def test_a_link_to_a_web_page_stays_and_tells_it_nothing(address):
    shown = page(f"[docs]({address})")
    assert f'<a href="{address}" rel="noopener noreferrer nofollow">docs</a>' in shown


@pytest.mark.parametrize(
    "source",
    [
        "![p](https://host/p.png)",
        "![p](/hub/logout)",
        "![p](//host/p.png)",
        "![p][q]\n\n[q]: http://host/p.png",
        "<img src=https://host/p.png>",
        "<style>p { background: url(https://host) }</style>",
        "<svg onload=alert(1)>",
        "<iframe src=//host>",
        "![p](data:image/svg+xml;base64,PHN2Zz4=)",
        "![p](attachment:missing.png)",
    ],
)
def test_nothing_is_loaded_from_anywhere(source):
    assert not re.search(r"<(img|style|svg|iframe)\b", page(source))


def test_a_pasted_picture_is_shown_and_a_forged_one_is_not():
    pasted = {"x.png": {"image/png": PIXEL}}
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="x">' in page(
        "![x](attachment:x.png)", pasted
    )
    assert "<img" in page(f"![x](data:image/png;base64,{PIXEL})")
    svg = base64.b64encode(b"<svg onload=alert(1)>").decode()
    for kind in ("image/png", "image/svg+xml", "text/html"):
        assert "<img" not in page("![x](attachment:x.png)", {"x.png": {kind: svg}})
    for broken in ([], {"x.png": None}, {"x.png": {}}, {"x.png": {"image/png": 3}}):
        assert "<img" not in page("![x](attachment:x.png)", broken)


def test_formulas_stay_and_have_only_commands_that_draw():
    assert r"$\frac{a_1}{b} < \alpha$" in page(r"$\frac{a_1}{b} < \alpha$").replace("&lt;", "<")
    for name in "href url style class cssId require unicode mmlToken bbox includegraphics".split():
        for source in (rf"${{\{name}{{x}}{{y}}}}$", rf"$\\\{name}$", rf"\\{name}"):
            assert f"\\{name}" not in page(source), source
    for name in "def let newcommand data htmlStyle toggle".split():
        assert f"\\{name}" not in page(rf"$\{name}\x{{y}}$")
    assert r"print('\def\n')" in page("`print('\\def\\n')`").replace("&#39;", "'")


def test_headings_lists_tables_and_code_look_as_before():
    shown = page("# T\n\n- *a*\n- **b**\n\n|a|\n|:-:|\n|1|\n\n```python\nx = '<b>'\n```\n~~no~~")
    for part in ("<h1>T</h1>", "<em>a</em>", "<strong>b</strong>", "<table>", "<del>no</del>"):
        assert part in shown
    assert '<span class="n">x</span>' in shown
    assert "<b>" not in shown


def test_plain_words_stay_as_they_are():
    assert harmless_markdown("My notes, as plain words.") == "My notes, as plain words."


@pytest.mark.parametrize(
    "piece", ["\\", "[", ">", "*", "(", "- ", "![", "$", "\\\\[", "\\begin{a}", "> - ", "_a", "`"]
)
def test_what_would_take_long_to_render_is_shown_as_it_was_typed(piece):
    stored = harmless_markdown(piece * 120_000)
    assert "too long to be rendered" in stored
    assert len(stored) < 2_000_000
    page(piece * (MAX_RENDERED // len(piece)))


def test_a_half_of_a_letter_is_no_end_of_the_notebook(source, hand_in):
    submitted = hand_in()
    submitted.cells += [new_markdown_cell("# \ud800"), new_code_cell("x = '\ud800'")]
    graded = assemble(source, submitted, lambda cell: cell)
    assert [cell.source.encode() for cell in graded.cells]


@pytest.mark.parametrize("code", ["\n " * 30_000, "a." * 30_000, "x = 1\n" * 30_000, ".\\\n" * 30])
def test_code_that_would_take_long_to_colour_is_shown_without_colours(code):
    cell = new_code_cell(code)
    make_harmless(cell)
    assert cell.source == code
    Highlight2HTML()(cell.source, metadata=cell.metadata)


def test_outputs_keep_colours_and_nothing_else_that_a_terminal_obeys():
    said = "\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07 \x9b2J \ud800 done"
    cell = new_code_cell("x", outputs=[new_output("stream", text=said)])
    cell.outputs.append(new_output("error", ename="E", evalue=said, traceback=[said]))
    many = new_output("display_data", {"text/plain": "\x1b[1m" * 10_000 + "x"})
    cell.outputs += [
        many,
        new_output("display_data", {"image/svg+xml": "<svg>", "text/html": "<b>"}),
    ]
    make_harmless(cell)
    for text in (cell.outputs[0].text, cell.outputs[1].evalue, *cell.outputs[1].traceback):
        assert text == "\x1b[31mred\x1b[0m ]0;title� �2J � done"
    assert cell.outputs[2].data["text/plain"] == "x"
    assert list(cell.outputs[3].data) == ["text/plain"]
