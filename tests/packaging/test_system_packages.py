"""`.ci/system-packages.sh` asks apt for what is missing, and for nothing else.

The machine is told by small stand-ins for dpkg-query, apt-cache and apt-get on the path.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci/system-packages.sh"

pytestmark = pytest.mark.skipif(
    shutil.which("dpkg") is None, reason="versions of packages are compared by dpkg"
)

LIBRARIES = {
    "fontconfig": "2.14.1-4",
    "libharfbuzz-subset0": "6.0.0",
    "libpango-1.0-0": "1.50.12",
    "libpangoft2-1.0-0": "1.50.12",
}
BOOKWORM = {
    **LIBRARIES,
    "fonts-liberation": "1:1.07.4-11",
    "fonts-liberation2": "2.1.5-1",
    "libreoffice-writer": "4:7.4.7",
    "libreoffice-writer-nogui": "4:7.4.7",
    "make": "4.3-4.1",
    "openssl": "3.0.17",
    "poppler-utils": "22.12.0",
    "qpdf": "11.3.0",
}
TRIXIE = {**LIBRARIES, "fonts-liberation": "1:2.1.5-3"}


class Machine:
    """A Debian machine with `installed` packages and `offered` ones, both name to version."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.log = folder / "apt.log"
        self.bin.mkdir()
        self.log.touch()
        self.put("apt-get", f'#!/bin/sh\nprintf "%s\\n" "$*" >>"{self.log}"\n')
        self.put("sudo", '#!/bin/sh\nexec "$@"\n')
        self.put("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')

    def put(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script, encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def run(self, purpose: str, installed: dict, offered: dict) -> subprocess.CompletedProcess:
        known = "".join(f"{n}) echo 'installed {v}' ;;\n" for n, v in installed.items())
        self.put("dpkg-query", f"#!/bin/sh\ncase $4 in\n{known}*) exit 1 ;;\nesac\n")
        known = "".join(f"{n}) echo '  Candidate: {v}' ;;\n" for n, v in offered.items())
        self.put(
            "apt-cache", f"#!/bin/sh\ncase $2 in\n{known}*) echo '  Candidate: (none)' ;;\nesac\n"
        )
        return subprocess.run(
            [SCRIPT, purpose],
            env={**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self) -> list[str]:
        """Return the packages that apt-get was asked to install."""
        lines = [line.split() for line in self.log.read_text().splitlines() if " install " in line]
        return [
            word for words in lines for word in words[words.index("--no-install-recommends") + 1 :]
        ]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_complete_machine_is_left_alone_without_a_word(machine):
    done = machine.run("test", installed=BOOKWORM, offered={})

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.log.read_text() == ""


def test_only_what_is_missing_is_installed_after_one_update(machine):
    present = {name: BOOKWORM[name] for name in BOOKWORM if name not in ("qpdf", "fontconfig")}

    done = machine.run("test", installed=present, offered=BOOKWORM)

    assert done.returncode == 0, done.stderr
    assert machine.installs() == ["fontconfig", "qpdf"]
    assert machine.log.read_text().count("update") == 1


def test_the_old_liberation_fonts_of_debian_12_are_never_enough(machine):
    present = {**LIBRARIES, "fonts-liberation": "1:1.07.4-11"}

    machine.run("demo", installed=present, offered=BOOKWORM)

    assert machine.installs() == ["fonts-liberation2"]


def test_newer_systems_have_the_second_fonts_under_the_first_name(machine):
    machine.run("demo", installed=LIBRARIES, offered=TRIXIE)

    assert machine.installs() == ["fonts-liberation"]


def test_the_full_writer_is_taken_where_there_is_none_without_windows(machine):
    present = {name: BOOKWORM[name] for name in BOOKWORM if "libreoffice" not in name}

    machine.run("test", installed=present, offered={"libreoffice-writer": "4:7.3.7"})

    assert machine.installs() == ["libreoffice-writer"]


def test_a_package_that_apt_does_not_offer_is_named(machine):
    done = machine.run("demo", installed={**LIBRARIES}, offered={"fonts-liberation": "1:1.07.4-11"})

    assert done.returncode == 3
    assert done.stderr == (
        "kzreport: apt knows no package `fonts-liberation>=1:2|fonts-liberation2>=2`.\n"
    )


def test_when_apt_fails_its_words_are_shown_and_then_a_plain_sentence(machine):
    machine.put("apt-get", "#!/bin/sh\necho 'E: no route to host' >&2\nexit 100\n")

    done = machine.run("demo", installed={}, offered=BOOKWORM)

    assert done.returncode == 3
    assert done.stderr == (
        "E: no route to host\n"
        "kzreport: apt could not do its work (its words are above); is there a network?\n"
    )
