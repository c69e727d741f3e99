"""What a student sees and does in JupyterLab, by a browser's mouse and keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbjudge.course.notebook import read_notebook

THEMES = ("light", "dark")
# A busy machine with two cores needs a while to import torch, or to show a page of this size.
PATIENCE_MS = 180_000
WINDOW = {"width": 1180, "height": 1000}
_IS_DONE = """() => {
    const prompts = [...document.querySelectorAll(".jp-Notebook .jp-InputPrompt")]
        .map(prompt => prompt.textContent);
    return prompts.some(text => /\\d/.test(text)) && !prompts.some(text => text.includes("*"))
        && document.querySelector('.jp-Notebook-ExecutionIndicator[data-status="idle"]') !== null;
}"""


class Lab:
    """JupyterLab at an address, on a folder with a course's release.

    Nothing beyond this machine is reached; `beyond` are the addresses that were asked for.
    """

    def __init__(self, browser: Any, address: str, folder: Path):
        self._address, self._folder = address, folder
        self._context = browser.new_context(viewport=WINDOW)
        self._context.set_default_timeout(PATIENCE_MS)
        self._context.route("**/*", self._reach)
        self.beyond: list[str] = []

    def _reach(self, route: Any) -> None:
        asked = route.request.url
        if asked.startswith(self._address):
            route.continue_()
            return
        self.beyond.append(asked)
        route.abort()

    @contextmanager
    def opened(self, name: str) -> Iterator["OpenNotebook"]:
        """A lesson's notebook, with a kernel that goes with it."""
        page = self._context.new_page()
        page.goto(f"{self._address}/lab/tree/{name}/{name}.ipynb?reset")
        # A cell that is run before its kernel listens is forgotten by JupyterLab.
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
        try:
            yield OpenNotebook(page, self._folder / name / f"{name}.ipynb")
        finally:
            _choose(page, "Kernel", "Shut Down Kernel")
            page.close()


class OpenNotebook:
    """A notebook in JupyterLab; its cells go by their ids."""

    def __init__(self, page: Any, path: Path):
        self.page = page
        self._places = {cell.id: n for n, cell in enumerate(read_notebook(path).cells)}

    def cell(self, cell_id: str) -> Any:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self._places[cell_id])

    def report(self, cell_id: str) -> Any:
        """The report below a check cell."""
        return self.cell(cell_id).locator(".nbjudge-report")

    def read_report(self, cell_id: str) -> str:
        report = self.report(cell_id)
        report.scroll_into_view_if_needed()
        return str(report.text_content())

    def waiting(self) -> list[str]:
        """What cells say that wait for others, without their marks."""
        return self.page.locator(".nbjudge-waits > span:last-child").all_text_contents()

    def run_all(self) -> None:
        _choose(self.page, "Run", "Run All Cells")
        self.wait_until_done()

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Looks again and again, while the page goes on."""
        for _ in range(PATIENCE_MS // 100):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("it has not come about")

    def wait_until_done(self) -> None:
        self.page.wait_for_function(_IS_DONE)

    def write(self, cell_id: str, text: str) -> None:
        """Writes a text in place of what stands in a cell, and runs the cell."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Shift+Enter")
        self.wait_until_done()

    def start(self, cell_id: str) -> None:
        """Runs a cell, and waits for nothing."""
        self.cell(cell_id).locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Shift+Enter")

    def run(self, cell_id: str) -> None:
        self.start(cell_id)
        self.wait_until_done()

    def stop(self) -> None:
        self.page.locator('.jp-NotebookPanel-toolbar [data-command$="interrupt-kernel"]').click()

    def errors(self, cell_id: str = "") -> list[str]:
        """What stands below cells that were stopped by an error, or below one of them."""
        shown = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
        return (self.cell(cell_id) if cell_id else self.page).locator(shown).all_text_contents()

    def show_in(self, theme: str) -> None:
        """Switches to a theme, as the system of a student would who has JupyterLab follow it."""
        self.page.emulate_media(color_scheme=theme)
        is_light = str(theme == "light").lower()
        self.page.locator(f'body[data-jp-theme-light="{is_light}"]').wait_for(state="attached")

    def photograph(self, path: Path, *cell_ids: str) -> None:
        """A picture of the first of these cells to the last, or of the window, at its top."""
        top = self.cell(next(iter(cell_ids or self._places)))
        top.evaluate("cell => cell.scrollIntoView({block: 'start'})")
        self.page.mouse.move(0, 0)
        if not cell_ids:
            self.page.screenshot(path=path)
            return
        boxes = [self.cell(cell_id).bounding_box() for cell_id in cell_ids]
        # Less the line around the next cell.
        bottom = boxes[-1]["y"] + boxes[-1]["height"] - 2
        clip = {**boxes[0], "height": bottom - boxes[0]["y"]}
        self.page.screenshot(path=path, clip=clip)


def _choose(page: Any, menu: str, entry: str) -> None:
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()
