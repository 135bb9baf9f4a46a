"""Every mutant still applies to the tree, says what it breaks, and names a test that there is."""

import ast
from pathlib import Path

import pytest

from tests.mutants.patches import DoesNotApply, Hunk, Mutant, mutants, read

ROOT = Path(__file__).parents[2]
PATCH = """# The second line is gone.
# turns red: tests/test_that.py::test_this
diff --git a/poem.txt b/poem.txt
--- a/poem.txt
+++ b/poem.txt
@@ -1,3 +1,2 @@
 one
-two
 three
"""


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_mutant_applies_and_names_its_test(mutant: Mutant) -> None:
    assert mutant.about
    assert mutant.turns_red
    changed = mutant.applied(ROOT)
    assert changed
    for path, text in changed.items():
        assert text != (ROOT / path).read_text(encoding="utf-8")
        if path.endswith(".py"):
            ast.parse(text)
    for test in mutant.turns_red:
        assert _exists(test), test


def test_patch_is_read_and_found_again_where_its_lines_have_moved(tmp_path: Path) -> None:
    (tmp_path / "gap.patch").write_text(PATCH)
    (tmp_path / "poem.txt").write_text("zero\none\ntwo\nthree\nfour\n")
    mutant = read(tmp_path / "gap.patch")
    assert mutant == Mutant(
        name="gap",
        about="The second line is gone.",
        turns_red=["tests/test_that.py::test_this"],
        changes={"poem.txt": [Hunk(1, ["one", "two", "three"], ["one", "three"])]},
    )
    assert mutant.applied(tmp_path) == {"poem.txt": "zero\none\nthree\nfour\n"}


def test_patch_whose_lines_are_gone_does_not_apply(tmp_path: Path) -> None:
    (tmp_path / "gap.patch").write_text(PATCH)
    (tmp_path / "poem.txt").write_text("one\n2\nthree\n")
    with pytest.raises(DoesNotApply, match=r"poem\.txt, near line 1"):
        read(tmp_path / "gap.patch").applied(tmp_path)


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    function = name.split("::")[-1].split("[")[0]
    file = ROOT / path
    if not file.is_file():
        return False
    return not function or any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )
