"""The helper that finds what a reader would run."""

import pytest

from tests.docs.blocks import edited, steps

PAGE = """\
# Title

<!-- run: months=3 -->

```bash
commsim run x
```

Text between.

```python
print(1)
```

<!-- edit: mine.yaml: share: 0.6 => share: 0.1 -->

<!-- generated: something -->

```python
made = True
```

<!-- end -->

<!-- file: mine.yaml -->

```yaml
a: 1
```
"""


def test_a_block_carries_the_comment_right_before_it():
    found = [(step.kind, step.marker, step.months, step.generated) for step in steps(PAGE)]
    assert found == [
        ("bash", "run", 3, False),
        ("python", "", None, False),
        ("edit", "edit", None, False),
        ("python", "", None, True),
        ("yaml", "file", None, False),
    ]


def test_a_block_keeps_its_text_and_line():
    first = steps(PAGE)[0]
    assert (first.line, first.text) == (5, "commsim run x\n")


def test_text_between_comment_and_block_parts_them():
    assert steps("<!-- run -->\n\nText.\n\n```bash\nls\n```\n")[0].marker == ""


def test_a_block_that_is_not_closed_is_refused():
    with pytest.raises(ValueError, match="line 1: a block that is not closed"):
        steps("```bash\nls\n")


def test_an_edit_changes_what_stands_there_once():
    assert edited("share: 0.6\nother: 1\n", "mine.yaml: share: 0.6 => share: 0.1") == "share: 0.1\nother: 1\n"


@pytest.mark.parametrize("text", ["nothing", "share: 0.6 share: 0.6"])
def test_an_edit_of_what_is_not_there_once_is_refused(text):
    with pytest.raises(ValueError, match=f"stands {text.count('share')} times"):
        edited(text, "mine.yaml: share: 0.6 => share: 0.1")
