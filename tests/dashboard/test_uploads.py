"""What a visitor brings along: scenario files, manifests, and results folders of the server."""

from __future__ import annotations

import json
import os

import pytest

from commsim.api import simulate
from commsim.dashboard import upload_folders
from commsim.dashboard.settings import Settings, Source, scenario_of
from commsim.dashboard.uploads import Kept, open_folder, read_manifest, read_scenario, results_folders, safe_name
from commsim.errors import InputError, ScenarioError
from commsim.results.manifest import build_manifest, json_text
from commsim.scenario import load_scenario, parse_scenario
from commsim.scenario.library import library_text
from tests.small_estate import SMALL


@pytest.fixture(scope="module")
def saved(tmp_path_factory, small):
    """A folder of the server with results of runs at all depths."""
    root = tmp_path_factory.mktemp("server") / "results"
    simulate(small, seed=5).save(root / "one")
    save(small, root / "below" / "two")
    save(small, root / "below" / "far" / "three")
    return root


def save(scenario, folder):
    """Write a results folder as a run does, with files that are soon made."""
    files = {"monthly.csv": b"seed,month\n", "figure.png": b"a picture"}
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "manifest.json").write_text(json_text(build_manifest(scenario, [5], files)), encoding="utf-8")


def manifest(scenario=None, seeds=(5,), **changed):
    built = build_manifest(load_scenario("tianhu-garden") if scenario is None else scenario, seeds, {})
    return json_text(built | changed).encode()


# --- scenario files -------------------------------------------------------------------------------------------------


def test_a_shipped_file_comes_up_as_the_scenario_it_is():
    source = read_scenario("mine.yaml", library_text("tianhu-garden").encode())
    assert (source.name, source.shown) == ("", "mine.yaml")
    assert scenario_of(Settings(source)).digest() == load_scenario("tianhu-garden").digest()


def test_a_file_that_extends_a_shipped_scenario_is_taken():
    source = read_scenario("mine.yaml", b"extend: hongyun\nname: mine\nmonths: 70\n")
    assert scenario_of(Settings(source)).data.months == 70


def test_the_largest_scenario_the_limits_allow_comes_up_written_out():
    estates = "".join(f"  estate{number}: {{homes: 99, shops: 1}}\n" for number in range(20))
    events = "".join(
        f"  - {{id: e{number}, event: subsidy, month: 1, months: 2, yuan_per_month: 1}}\n" for number in range(500)
    )
    short = f"name: large\ntitle: {{en: a, zh: b}}\nmonths: 600\nestates:\n{estates}timeline:\n{events}"
    written_out = parse_scenario(short, "short.yaml").to_yaml()
    assert scenario_of(Settings(read_scenario("large.yaml", written_out.encode()))).to_yaml() == written_out


def test_a_byte_order_mark_and_windows_lines_are_taken():
    source = read_scenario("mine.yaml", b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert scenario_of(Settings(source)).name == "small-estate"


def test_every_problem_is_told_with_its_line():
    wrong = SMALL.replace("months: 26", "months: many").replace("homes: 40", "homes: 0")
    with pytest.raises(ScenarioError) as refused:
        read_scenario("mine.yaml", wrong.encode())
    assert "mine.yaml:5: months: 'many' is text, not a number" in str(refused.value)
    assert "mine.yaml:9: estates.main.homes: 0" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("mine.yaml", "mine.yaml"),
        ("../../x.yaml", "x.yaml"),
        ("C:\\temp\\x.yaml", "x.yaml"),
        ("<script>alert(1)</script>", "script>"),
        ("<img src=x>.yaml", "<img src=x>.yaml"),
        ("小区.yaml", "小区.yaml"),
        ("a\0b\x1b[31m\u202e.yaml", "ab[31m.yaml"),
        ("..", "scenario"),
        ("", "scenario"),
        ("x" * 500 + ".yaml", "x" * 75 + ".yaml"),
    ],
)
def test_a_file_name_is_only_shown_and_never_a_path(name, shown):
    assert safe_name(name, "scenario") == shown


# --- manifests ------------------------------------------------------------------------------------------------------


def test_a_manifest_gives_the_scenario_and_its_seeds():
    changed = load_scenario("tianhu-garden").set("behaviour.fees.b_S", 2).with_months(50)
    source, seeds = read_manifest("manifest.json", manifest(changed, (3, 4, 9)))
    assert seeds == (3, 4, 9)
    assert scenario_of(Settings(source)).digest() == changed.digest()


def test_a_manifest_written_by_a_run_is_taken(saved, small):
    source, seeds = read_manifest("manifest.json", (saved / "one" / "manifest.json").read_bytes())
    assert (scenario_of(Settings(source)).digest(), seeds) == (small.digest(), (5,))


def told(**changed):
    return json.loads(manifest(**changed))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "manifest.json is not JSON"),
        (b"[]", "is no manifest of commsim; wanted: manifest.json of a folder that commsim run wrote"),
        (b'{"format": "other"}', "is no manifest of commsim"),
        (b"\xff\xfe{}", "is not JSON"),
        (b'{"a": NaN}', "is not JSON: NaN is no JSON"),
        (b'{"a": 1, "a": 2}', "is not JSON: a key is given twice"),
        (b'{"a": "\\u0000"}', "control character U+0000"),
        (b'{"a": "\\ud800"}', "control character U+D800"),
        (b"[" * 200_000, "groups nested more than 40 deep"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "is not JSON"),
        (b" " * 300_000, "the file has 300000 bytes; allowed here: at most 262144"),
        (manifest(format_version=2), "format version 2; this commsim reads version 1"),
        (manifest(scenario_digest="0" * 64), "differs from its own digest: it was changed after the run"),
        (manifest(behaviour_digest="0" * 64), "its behaviour parameters differ from those of this version"),
        (manifest(scenario=None).replace(b'"homes": 600', b'"homes": 601'), "differs from its own digest"),
        (manifest(scenario=None).replace(b'"homes": 600', b'"homes": -1'), "estates.main.homes"),
        (manifest(scenario=None).replace(b'"estates"', b'"estats"'), "estats"),
        (manifest(seeds=()), "at least one seed is needed"),
        (json.dumps(told() | {"seeds": 5}).encode(), "it has no list of seeds"),
        (json.dumps(told() | {"seeds": [1, 1]}).encode(), "seed 1 is given twice"),
        (json.dumps(told() | {"seeds": [-1]}).encode(), "seed: -1 is out of range"),
        (json.dumps(told() | {"seeds": ["1"]}).encode(), "seed: '1' is a str"),
        (json.dumps(told() | {"scenario": "tianhu-garden"}).encode(), "it has no scenario"),
        (
            json.dumps(
                {"format": "commsim results", "kind": "study", "name": "three", "points": 9, "runs": 90}
            ).encode(),
            "is the manifest of the study 'three' (9 points, 90 runs), which is no single run",
        ),
    ],
)
def test_what_is_no_manifest_of_a_run_is_refused_with_the_reason(content, said):
    with pytest.raises(InputError) as refused:
        read_manifest("manifest.json", content)
    assert said in str(refused.value)


def test_a_network_file_in_a_manifest_is_refused(tmp_path):
    (tmp_path / "ties.csv").write_text("0,1\n")
    plain = load_scenario("tianhu-garden").to_dict()
    plain["network"] |= {"kind": "file", "file": "ties.csv"}
    with pytest.raises(InputError, match=r"network\.file 'ties\.csv': the dashboard reads no network files"):
        read_manifest("m.json", json.dumps(told() | {"scenario": plain}).encode())


# --- results folders ------------------------------------------------------------------------------------------------


def test_folders_are_found_at_the_root_and_two_levels_below(saved):
    assert [folder.label for folder in results_folders([saved])] == ["results › below › two", "results › one"]
    assert [folder.label for folder in results_folders([saved / "one"])] == ["one"]
    assert [folder.label for folder in results_folders([saved / "below"])] == ["below › far › three", "below › two"]


def test_a_root_that_is_missing_offers_nothing(tmp_path):
    assert results_folders([tmp_path / "nowhere"]) == ()
    assert results_folders([]) == ()


def test_a_folder_is_opened_with_its_seeds(saved, small):
    source, seeds = open_folder(results_folders([saved / "one"])[0])
    assert (scenario_of(Settings(source)).digest(), seeds) == (small.digest(), (5,))


def test_links_out_of_the_root_are_never_followed(saved, tmp_path):
    (tmp_path / "link").symlink_to(saved / "one")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "manifest.json").symlink_to(saved / "one" / "manifest.json")
    assert results_folders([tmp_path]) == ()


@pytest.mark.parametrize("name", ["monthly.csv", "figure.png"])
def test_a_file_that_was_changed_after_the_run_is_told(small, tmp_path, name):
    save(small, tmp_path / "run")
    (tmp_path / "run" / name).write_bytes(b"changed")
    with pytest.raises(InputError, match=f"{name} differs from its checksum: it was changed after the run"):
        open_folder(results_folders([tmp_path])[0])


def spoil_missing(folder):
    (folder / "monthly.csv").unlink()


def spoil_link(folder):
    (folder / "monthly.csv").unlink()
    (folder / "monthly.csv").symlink_to("/etc/passwd")


def spoil_device(folder):
    (folder / "monthly.csv").unlink()
    os.mkfifo(folder / "monthly.csv")


def spoil_path(folder):
    file = folder / "manifest.json"
    file.write_text(file.read_text().replace('"monthly.csv"', '"../../../etc/passwd"'))


def spoil_size(folder):
    with (folder / "manifest.json").open("ab") as file:
        file.write(b" " * (5 << 20))


def spoil_whole(folder):
    folder.rename(folder.with_name("gone"))
    folder.symlink_to(folder.with_name("gone"))


def spoil_manifest(folder):
    (folder / "manifest.json").unlink()
    (folder / "manifest.json").symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_missing, "'monthly.csv' cannot be read: No such file or directory"),
        (spoil_link, "'monthly.csv' is no regular file"),
        (spoil_device, "'monthly.csv' is no regular file"),
        (spoil_path, "'../../../etc/passwd' is no file of the folder"),
        (spoil_size, "more than 4194304 bytes"),
        (spoil_whole, "this folder is gone, or a link"),
        (spoil_manifest, "'manifest.json' is no regular file"),
    ],
)
def test_a_folder_that_changed_since_it_was_listed_is_refused(small, tmp_path, spoil, said):
    save(small, tmp_path / "run")
    (folder,) = results_folders([tmp_path])
    spoil(tmp_path / "run")
    with pytest.raises(InputError) as refused:
        open_folder(folder)
    assert said in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_no_more_folders_are_looked_at_than_allowed(tmp_path, monkeypatch):
    for number in range(12):
        (tmp_path / f"run-{number:02}").mkdir()
        (tmp_path / f"run-{number:02}" / "manifest.json").write_text("{}")
    monkeypatch.setattr(upload_folders, "MAX_FOLDERS", 5)
    assert len(results_folders([tmp_path])) == 5
    monkeypatch.setattr(upload_folders, "MAX_LOOKED_AT", 3)
    assert len(results_folders([tmp_path])) <= 3


# --- long texts that are kept ---------------------------------------------------------------------------------------


def test_a_kept_text_is_found_by_its_digest_alone():
    kept = Kept()
    source = Source("", SMALL, "small.yaml")
    key = kept.put(source)
    assert kept.put(source) == key
    assert (kept.get(key), kept.get("other"), len(kept)) == (source, None, 1)


def test_what_is_kept_is_bounded_in_number_and_the_longest_unused_goes_first():
    kept = Kept(most=3)
    keys = [kept.put(Source("", f"text {number}")) for number in range(3)]
    assert kept.get(keys[0]) is not None
    keys.append(kept.put(Source("", "text 3")))
    assert [kept.get(key) is not None for key in keys] == [True, False, True, True]


def test_what_is_kept_is_bounded_in_bytes():
    kept = Kept(most_bytes=100)
    keys = [kept.put(Source("", f"{number}" * 40)) for number in range(4)]
    assert [kept.get(key) is not None for key in keys] == [False, False, True, True]
    assert kept.get(kept.put(Source("", "x" * 101))) is None
