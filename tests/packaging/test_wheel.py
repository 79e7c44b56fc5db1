"""The built wheel holds all it needs and nothing else; `.ci/run` installs one and works with it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, "."]
    built = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = place.glob("kzreport-*-py3-none-any.whl")
    return path


def tracked(folder: str) -> set[str]:
    """Return the files below `folder` of the checkout, without Python's and editors' leftovers."""
    paths = (path.relative_to(CHECKOUT) for path in (CHECKOUT / folder).rglob("*"))
    return {
        path.as_posix()
        for path in paths
        if (CHECKOUT / path).is_file() and not {"__pycache__", ".DS_Store"} & {*path.parts}
    }


def test_the_wheel_carries_every_shipped_file_and_every_file_of_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    shipped = tracked("templates") | tracked("styles") | tracked("data") | {"kzreport.yaml"}
    assert {name for name in names if ".dist-info/" not in name} == tracked("kzreport") | {
        f"kzreport/share/{name}" for name in shipped
    }


def test_the_wheel_tells_type_checkers_that_it_is_typed_and_holds_the_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert "kzreport/py.typed" in names
    assert [name for name in names if name.endswith("/licenses/LICENSE")]


def test_the_wheel_finds_its_own_folders(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from kzreport.shipped import shipped\n"
        "for name in ('templates', 'styles', 'data', 'kzreport.yaml'): print(shipped(name))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    share = tmp_path / "kzreport/share"
    assert answer.stdout.split() == [
        str(share / name) for name in ("templates", "styles", "data", "kzreport.yaml")
    ]
