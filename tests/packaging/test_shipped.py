"""The shipped folders are found in a wheel, in a checkout, and missed in plain words."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kzreport.shipped import shipped

CHECKOUT = Path(__file__).parents[2]

ASK = """
import sys
from kzreport.errors import KzReportError
from kzreport.shipped import shipped
try:
    print(shipped(sys.argv[1]))
except KzReportError as error:
    sys.exit(str(error))
"""


@pytest.fixture
def home(tmp_path):
    """A folder with a package `kzreport` of only what `shipped` needs."""
    package = tmp_path / "kzreport"
    package.mkdir()
    (package / "__init__.py").touch()
    for module in ("errors.py", "shipped.py"):
        shutil.copy(CHECKOUT / "kzreport" / module, package)
    return tmp_path


def ask(home: Path, name: str) -> subprocess.CompletedProcess:
    """Ask the package in `home`, not ours, for `name`."""
    return subprocess.run(
        [sys.executable, "-c", ASK, name],
        env={**os.environ, "PYTHONPATH": str(home)},
        cwd=home.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["templates", "styles", "data", "kzreport.yaml"])
def test_a_checkout_uses_its_own_top_folders(name):
    assert shipped(name) == CHECKOUT / name


def test_an_installed_package_uses_the_folder_it_carries(home):
    (home / "kzreport/share/templates").mkdir(parents=True)

    assert ask(home, "templates").stdout.strip() == str(home / "kzreport/share/templates")


def test_what_the_package_carries_wins_over_what_stands_beside_it(home):
    (home / "kzreport/share/styles").mkdir(parents=True)
    (home / "styles").mkdir()
    (home / "pyproject.toml").touch()

    assert ask(home, "styles").stdout.strip() == str(home / "kzreport/share/styles")


def test_a_folder_that_merely_stands_beside_an_installed_package_is_not_ours(home):
    (home / "data").mkdir()

    answer = ask(home, "data")

    assert answer.returncode == 1
    assert answer.stderr.strip() == (
        "kzreport was installed without its `data`\n"
        "hint: install it again from the wheel, or from a complete checkout"
    )
