"""The mutator: one change at a time, in the solution only, each told in one line."""

import ast

from nbjudge.proof.mutants import mutants

CELL = '''
def scale(x, factor=2):
    """Text that stays 1 text."""
    ### BEGIN SOLUTION
    if factor > 0:
        x = torch.sum(x * factor, dim=1)
    return x - 1, factor
    ### END SOLUTION
'''


def changes(cell):
    return [mutant.change for mutant in mutants(cell)]


def solution(code):
    return f"### BEGIN SOLUTION\n{code}\n### END SOLUTION"


def test_each_mutant_is_another_program_and_has_another_name():
    found = mutants(CELL)
    assert len({mutant.source for mutant in found}) == len(found)
    assert len({mutant.change for mutant in found}) == len(found)
    assert ast.unparse(ast.parse(CELL)) not in {mutant.source for mutant in found}


def test_nothing_outside_the_solution_is_changed():
    for mutant in mutants(CELL):
        assert mutant.source.startswith("def scale(x, factor=2):")
        assert "Text that stays 1 text." in mutant.source
    assert changes("x = 1 + 1") == []


def test_a_change_says_its_line_and_both_texts():
    found = changes(CELL)
    assert "line 1: factor > 0 → factor >= 0" in found
    assert "line 2: x * factor → x / factor" in found
    assert "line 2: torch.sum(x * factor, dim=1) → torch.sum(x * factor, dim=0)" in found
    assert "line 2: torch.sum(x * factor, dim=1) → torch.sum(x * factor)" in found
    assert "line 3: return (x - 1, factor) → return None" in found
    assert "line 3: (x - 1, factor) → (factor, x - 1)" in found
    assert any(change.startswith("line 1: if factor > 0") and "↔" in change for change in found)


def test_a_layer_of_a_network_is_left_out_or_loses_its_bias():
    found = {m.source for m in mutants(solution("net = nn.Sequential(nn.Linear(4, 2), nn.ReLU())"))}
    assert "net = nn.Sequential(nn.Linear(4, 2))" in found
    assert "net = nn.Sequential(nn.ReLU())" in found
    assert "net = nn.Sequential(nn.Linear(4, 2, bias=False), nn.ReLU())" in found


def test_a_condition_is_negated_and_left_out():
    found = {mutant.source for mutant in mutants(solution("n = sum(p for p in ps if p.grad)"))}
    assert "n = sum((p for p in ps if not p.grad))" in found
    assert "n = sum((p for p in ps))" in found


def test_a_context_is_left_out():
    found = {mutant.source for mutant in mutants(solution("with torch.no_grad():\n    y = f(x)"))}
    assert "if True:\n    y = f(x)" in found


def test_one_name_stands_in_for_another():
    found = {mutant.source for mutant in mutants(solution("first = a\nsecond = first"))}
    assert "first = a\nsecond = second" in found


def test_changes_that_read_alike_are_numbered():
    found = changes(solution("y = f(1, 1)"))
    assert "line 1: f(1, 1) → f(1)" in found
    assert not any(change.endswith("(2)") for change in found)
    found = changes(solution("a = g(f(1)); b = g(f(1))"))
    assert "line 1: f(1) → 1" in found
    assert "line 1: f(1) → 1 (2)" in found


def test_a_long_line_is_shown_around_the_change():
    numbers = ", ".join(str(number) for number in range(100, 160))
    for change in changes(solution(f"x = [{numbers}]")):
        assert len(change) < 160
