import json
import subprocess
import sys

import pytest

from commsim.errors import InputError
from commsim.study import provenance as module
from commsim.study.loading import load_study
from commsim.study.provenance import (
    PACKAGE,
    SHOW_ONLY,
    Change,
    changes,
    code_digest,
    deciding_sources,
    deciding_versions,
    provenance,
    refuse_changes,
    version_changes,
)
from tests.small_estate import SMALL
from tests.support.studies import SMALL_STUDY, small_study


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path)


def kept(study):
    """The provenance as it comes back from a file."""
    return json.loads(json.dumps(provenance(study)))


def told(study, now):
    """Return the changes between two studies as lines."""
    return [str(change) for change in changes(kept(study), provenance(now))]


def test_a_study_that_did_not_change_has_no_changes(study, tmp_path) -> None:
    assert changes(kept(study), provenance(study)) == []
    refuse_changes(kept(study), small_study(tmp_path / "elsewhere"), tmp_path)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("replicates: 4", "replicates: 5", ["replicates: was 4, is 5"]),
        (
            "values: [0.0, 0.5, 1.0]",
            "values: [0.0, 0.5, 0.9]",
            ["factors.share.values: was [0.0, 0.5, 1.0], is [0.0, 0.5, 0.9]"],
        ),
        ("set: {months: 14}", "set: {months: 15}", ["set.months: was 14, is 15"]),
        (
            "set: {months: 14}",
            "without: [appoint]",
            ["set.months: was 14, is nothing", 'without: was [], is ["appoint"]'],
        ),
        ("title: {en: A small study", "title: {en: A study", ["title.en: was A small study, is A study"]),
        (
            "barred: {set: {mechanisms.committee: false}}",
            "barred: {set: {mechanisms.committee: true}}",
            ["factors.committee.levels.barred.set.mechanisms.committee: was false, is true"],
        ),
        (
            "  free_riders: {window: last 6 months}\n",
            "",
            ["measures.free_riders: was {", 'order.measures: was ["fee_rate", "free_riders", "members_active"], is'],
        ),
    ],
)
def test_a_change_of_the_study_is_told_with_its_path(study, tmp_path, was, now, said) -> None:
    assert was in SMALL_STUDY
    found = told(study, small_study(tmp_path, SMALL_STUDY.replace(was, now)))
    assert len(found) == len(said)
    assert all(one.startswith(text) for one, text in zip(found, said, strict=True)), found


def test_another_order_of_factors_is_another_study(study, tmp_path) -> None:
    start, end = SMALL_STUDY.index("  share:"), SMALL_STUDY.index("  committee:")
    share, committee = SMALL_STUDY[start:end], SMALL_STUDY[end : SMALL_STUDY.index("design:")]
    swapped = SMALL_STUDY.replace(share + committee, committee + share)
    found = told(study, small_study(tmp_path, swapped))
    assert found == ['order.factors: was ["share", "committee"], is ["committee", "share"]']


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("homes: 40", "homes: 41", "scenarios.small.yaml.estates.main.homes: was 40, is 41"),
        (
            "{event: activate, month: 6, share: 0.5}",
            "{event: activate, month: 6, share: 0.6}",
            "scenarios.small.yaml.timeline.activate.share: was 0.5, is 0.6",
        ),
        (
            "residents: {member_share: 0.2}",
            "residents: {member_share: 0.2}\nbehaviour: {fees: {J: 3.5}}",
            'scenarios.small.yaml.behaviour.fees: was nothing, is {"J": 3.5}',
        ),
        (
            "  - {event: appoint, month: 8}\n",
            "",
            'scenarios.small.yaml.timeline.appoint: was {"month": 8',
        ),
    ],
)
def test_a_change_of_the_scenario_is_told_with_its_path(study, tmp_path, was, now, said) -> None:
    assert was in SMALL
    stored = kept(study)
    (tmp_path / "small.yaml").write_text(SMALL.replace(was, now), encoding="utf-8")
    found = [str(change) for change in changes(stored, provenance(load_study(tmp_path / "study.yaml")))]
    assert [text for text in found if text.startswith(said)], found


def test_a_behaviour_parameter_that_the_scenario_sets_is_told_once(tmp_path) -> None:
    found = []
    for value in (3.5, 3.6):
        small_study(tmp_path)
        (tmp_path / "small.yaml").write_text(f"{SMALL}\nbehaviour: {{fees: {{J: {value}}}}}\n", encoding="utf-8")
        found.append(load_study(tmp_path / "study.yaml"))
    assert told(*found) == ["scenarios.small.yaml.behaviour.fees.J: was 3.5, is 3.6"]


def test_a_default_of_the_behaviour_that_changed_is_told_once(study) -> None:
    stored = kept(study)
    stored["scenarios"]["small.yaml"]["behaviour"]["fees"]["J"] = -1.0
    stored["scenarios"]["small.yaml"]["behaviour_digest"] = "old"
    J = study.bases["small.yaml"].behaviour.fees.J
    assert changes(stored, provenance(study)) == [Change("behaviour.fees.J", "-1.0", str(J))]


def test_another_version_of_commsim_its_sources_or_a_library_is_told(study, tmp_path) -> None:
    stored = kept(study)
    stored["commsim"] = {"version": "0.0.1", "code": "ab" * 32}
    stored["versions"] |= {"numpy": "1.0", "gone": "2.0"}
    stored["versions"].pop("pyarrow")
    wanted = {"commsim", "source code of commsim", "numpy", "gone", "pyarrow"}
    assert {change.path for change in changes(stored, provenance(study))} == wanted
    assert {change.path for change in version_changes(stored)} == wanted
    assert Change("numpy", "1.0", deciding_versions()["numpy"]) in version_changes(stored)
    with pytest.raises(InputError, match=r"source code of commsim: was abababababab, is [0-9a-f]{12}\n"):
        refuse_changes(stored, study, tmp_path)


def test_a_provenance_that_differs_in_nothing_else_is_refused_all_the_same(study) -> None:
    stored = kept(study)
    stored["study_digest"] = "old"
    assert [change.path for change in changes(stored, provenance(study))] == ["study_digest"]


def test_at_most_twelve_changes_are_listed(study, tmp_path) -> None:
    stored = kept(study)
    for group in stored["scenarios"]["small.yaml"]["behaviour"].values():
        for name in group:
            group[name] = "old"
    count = len(changes(stored, provenance(study)))
    assert count > 12
    with pytest.raises(InputError) as caught:
        refuse_changes(stored, study, tmp_path / "out")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"{tmp_path / 'out'} was begun with something else")
    assert lines[-2:] == [f"  and {count - 12} more changes", "Undo the changes, or choose another --out."]
    assert len(lines) == 15
    assert caught.value.exit_code == 2


def test_neither_time_place_nor_person_is_in_a_provenance(study, tmp_path) -> None:
    text = json.dumps(provenance(study))
    assert str(tmp_path) not in text
    assert str(PACKAGE) not in text
    assert kept(study) == kept(small_study(tmp_path / "elsewhere"))


def test_the_patch_level_of_python_and_the_drawing_libraries_do_not_decide() -> None:
    versions = deciding_versions()
    assert versions["python"] == ".".join(map(str, sys.version_info[:2]))
    assert {"numpy", "pyarrow", "libm", "numba", "llvmlite", "SALib", "system"} < set(versions)
    assert not {"matplotlib", "pandas"} & set(versions)


LOADED = """
import sys
import commsim.study.runs, commsim.study.loading, commsim.study.tables, commsim.engine.run
from commsim.study.provenance import PACKAGE
for name, module in sorted(sys.modules.items()):
    if name.startswith("commsim.") and getattr(module, "__file__", None):
        print(module.__file__)
"""


def test_every_source_that_a_run_needs_counts() -> None:
    said = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    counted = {str(file) for file in deciding_sources()}
    loaded = [name for name in said.splitlines() if not name.endswith("__init__.py")]
    assert len(loaded) > 80
    assert [name for name in loaded if name not in counted] == []


def test_sources_that_only_show_exist_and_do_not_count() -> None:
    assert [name for name in SHOW_ONLY if not (PACKAGE / name).exists()] == []
    counted = {file.relative_to(PACKAGE).as_posix() for file in deciding_sources()}
    assert not counted & set(SHOW_ONLY)
    assert not [name for name in counted if name.startswith(("cli/", "figures/"))]
    assert {"rules/fees.py", "study/runs.py", "results/measures.py", "draws.py"} < counted


def test_the_hash_of_the_sources_sees_every_letter_and_no_line_ends(tmp_path, monkeypatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "cli").mkdir()
    (tmp_path / "rules" / "fees.py").write_bytes(b"a = 1\nb = 2\n")
    (tmp_path / "cli" / "app.py").write_bytes(b"x")
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    fresh = code_digest.__wrapped__
    before = fresh()
    (tmp_path / "cli" / "app.py").write_bytes(b"y")
    (tmp_path / "rules" / "fees.py").write_bytes(b"a = 1\r\nb = 2\r\n")
    assert [file.name for file in deciding_sources()] == ["fees.py"]
    assert fresh() == before
    (tmp_path / "rules" / "fees.py").write_bytes(b"a = 1\nb = 3\n")
    assert fresh() != before
    (tmp_path / "rules" / "fees.py").rename(tmp_path / "rules" / "trust.py")
    (tmp_path / "rules" / "trust.py").write_bytes(b"a = 1\nb = 2\n")
    assert fresh() != before
