"""What is written is written whole, and to where it is asked for."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from drenthe_data.exceptions import DataError
from drenthe_data.writing import write_text
from tests.packages import fields, make_package


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    file, link = tmp_path / "there" / "file", tmp_path / "link"
    file.write_text("old", encoding="utf-8")
    link.symlink_to(file)
    write_text(link, "new")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "new"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_text(pipe, "é\n" * 100_000)
    reader.join(timeout=60)
    assert read == ["é\n" * 100_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_cannot_be_written_is_said_by_the_name_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "folder")
    with pytest.raises(DataError, match="link"):
        write_text(link, "text")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout here")
@pytest.mark.parametrize("is_piped", [True, False])
def test_a_report_can_be_written_to_standard_output(tmp_path: Path, *, is_piped: bool) -> None:
    folder = make_package(tmp_path / "p", {"t": "a\n1\n"}, {"t": {"fields": fields("a")}})
    command = [sys.executable, "-m", "drenthe_data", "check", str(folder)]
    command += ["--format", "gitlab", "-o", "/dev/stdout"]
    if is_piped:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"
    else:
        with (tmp_path / "out").open("w", encoding="utf-8") as file:
            subprocess.run(command, stdout=file, check=True)
            place = os.fstat(file.fileno()).st_ino
        assert (tmp_path / "out").read_text(encoding="utf-8") == "[]\n"
        assert (tmp_path / "out").stat().st_ino == place


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["check"], ["rules"], ["check", "-o", "/dev/full"]])
def test_a_full_disk_is_told(tmp_path: Path, arguments: list[str]) -> None:
    folder = make_package(tmp_path / "p", {"t": "a\n1\n"}, {"t": {"fields": fields("a")}})
    command = [sys.executable, "-m", "drenthe_data", arguments[0], str(folder), *arguments[1:]]
    surroundings = {**os.environ, "DRENTHE_DATA_LANG": "en"}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=surroundings
        )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "mistake" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
