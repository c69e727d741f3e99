"""How well a reference solution that trains does over many seeds: thresholds need a margin.

    python -m benchmarks.accuracy training fit trained --seeds 100
    python -m benchmarks.accuracy convolution fit_convolution trained --seeds 100

run the cells of the source notebook up to the exercise's solution once for each seed, and print a
table: the accuracy of the network on the test pictures and on those that only the judge has, its
loss on the test pictures as a share of that on unseen and of that on training pictures, by which
a network that has learned the test pictures is told, and the seconds of processor time.
"""

import argparse
import statistics
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from nbjudge.checks import beside
from nbjudge.course.notebook import checked_slug, exercises, is_demonstration, read_notebook

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Prints a row for each seed as it is done, and the least, mean and largest of each column."""
    options = _options()
    torch.set_num_threads(1)
    before, solution = _cells(options.assignment, options.slug)
    rows = []
    for seed in range(options.first, options.first + options.seeds):
        names: dict = {"__name__": "__main__"}
        torch.manual_seed(seed)
        for cell in before:
            exec(cell, names)
        began = time.process_time()
        exec(solution, names)
        seconds = time.process_time() - began
        rows.append((*_figures(options.assignment, names[options.network]), seconds))
        print(_row(str(seed), rows[-1]), flush=True)
    columns = list(zip(*rows, strict=True))
    for name, of in (("least", min), ("mean", statistics.mean), ("largest", max)):
        print(_row(name, [of(column) for column in columns]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="accuracy of a reference solution over seeds")
    parser.add_argument("assignment")
    parser.add_argument("slug")
    parser.add_argument("network", help="the variable that holds the trained network")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    return parser.parse_args()


def _cells(assignment: str, slug: str) -> tuple[list[str], str]:
    """The texts of the cells before an exercise's solution, without pictures, and its own."""
    notebook = read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb")
    place = next(found.solution for found in exercises(notebook) if found.slug == slug)
    code = [c for c in notebook.cells[:place] if c.cell_type == "code" and not checked_slug(c)]
    return [c.source for c in code if not is_demonstration(c)], notebook.cells[place].source


def _figures(assignment: str, network: torch.nn.Module) -> tuple[float, ...]:
    """Accuracy on test and unseen pictures; the loss on the first as a share of two others."""
    clothes = beside(str(ROOT / "tests" / assignment / "test_fit.py"), "clothes.py")
    found = []
    for images, labels in (clothes.split("t10k"), clothes.unseen(), clothes.split("train")):
        with torch.no_grad():
            logits = network.eval()(images.reshape(-1, 1, 28, 28))
        found.append((clothes.share_right(logits, labels), float(F.cross_entropy(logits, labels))))
    (test, test_loss), (unseen, unseen_loss), (_, train_loss) = found
    return test, unseen, test_loss / unseen_loss, test_loss / train_loss


def _row(name: str, figures: "tuple | list") -> str:
    test, unseen, *shares, seconds = figures
    told = " | ".join(f"{share:.2f}" for share in shares)
    return f"| {name} | {test:.1%} | {unseen:.1%} | {told} | {seconds:.1f} |"


if __name__ == "__main__":
    main()
