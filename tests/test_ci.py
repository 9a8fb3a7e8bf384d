"""The action, workflow and hooks for data repositories, run as their services would run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.packages import ROOT

DOCUMENTS = {
    "action.yml": "vendor.github-actions",
    ".github/workflows/check.yml": "vendor.github-workflows",
    ".gitlab/check.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize(("name", "schema"), sorted(DOCUMENTS.items()))
def test_documents_for_ci_fit_the_schemas_of_their_services(name: str, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def steps() -> list[dict[str, Any]]:
    """Give the steps of the action that run a script of ours."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    own = {name: value["default"] for name, value in action["inputs"].items()}
    found = [
        step for step in action["runs"]["steps"] if "run" in step and step["name"] != "Install"
    ]
    for step in found:
        step["env"] = {
            key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: own[match[1]], value)
            for key, value in step["env"].items()
        }
        assert not any("${{" in value for value in step["env"].values())
    return found


def run_step(step: dict[str, Any], folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    temporary = folder / "runner"
    temporary.mkdir(exist_ok=True)
    surroundings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        **step["env"],
        **extra,
    }
    # As GitHub runs a step with shell: bash.
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


def test_the_action_passes_a_sound_package_and_writes_the_summary(package: Path) -> None:
    fmt, check = steps()
    assert run_step(fmt, package).returncode == 0
    done = run_step(check, package)
    assert (done.returncode, done.stderr) == (0, "")
    assert "::error" not in done.stdout
    assert "Het pakket is in orde." in (package / "summary.md").read_text(encoding="utf-8")


def test_the_action_annotates_and_fails_a_broken_package(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("7398139,7.398.139", "7398139,7.398.130"), encoding="utf-8")
    _, check = steps()
    done = run_step(check, package, SARIF="out.sarif", HTML="out.html", STRICT="true")
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if "printed-value" in line]
    assert line.startswith("::error file=datapackage/budget_amounts.csv,line=")
    assert "## ❌ drenthe-data" in (package / "summary.md").read_text(encoding="utf-8")
    assert json.loads((package / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (package / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_action_fails_without_a_package(tmp_path: Path) -> None:
    _, check = steps()
    done = run_step(check, tmp_path)
    assert done.returncode == 2
    assert "datapackage.json" in done.stderr


def test_the_gitlab_job_writes_both_reports(package: Path) -> None:
    job = yaml.safe_load((ROOT / ".gitlab" / "check.yml").read_text(encoding="utf-8"))
    own = job["drenthe-data"]
    script = [line for line in own["script"] if "pip install" not in line]
    step = {"env": own["variables"], "run": "\n".join(script)}
    assert run_step(step, package).returncode == 0
    reports = own["artifacts"]["reports"]
    assert json.loads((package / reports["codequality"]).read_text(encoding="utf-8")) == []
    assert "<testsuites" in (package / reports["junit"]).read_text(encoding="utf-8")


def test_the_hooks_for_pre_commit_check_the_package_of_the_repository(
    package: Path, tmp_path: Path
) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"drenthe-data", "drenthe-data-fmt"}
    for hook in hooks:
        step = {"env": {}, "run": " ".join([hook["entry"], *hook["args"]])}
        assert run_step(step, package).returncode == 0
        # Never the package that comes with the software.
        (tmp_path / "empty").mkdir(exist_ok=True)
        assert run_step(step, tmp_path / "empty").returncode == 2
        assert re.search(hook["files"], "datapackage/partners.csv")
