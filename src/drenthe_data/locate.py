"""Finding the package: what was asked for, the nearest one upwards, or the installed one."""

from __future__ import annotations

from pathlib import Path

from drenthe_data.exceptions import PackageError

DESCRIPTOR = "datapackage.json"
# In this order: of a folder that has several, the first counts.
DESCRIPTORS = (DESCRIPTOR, "datapackage.yaml", "datapackage.yml")


def descriptor_in(folder: Path) -> Path | None:
    """Give the descriptor in a folder, if there is one."""
    return next((folder / name for name in DESCRIPTORS if (folder / name).is_file()), None)


def carried_package() -> Path | None:
    """Give the descriptor that is installed with the software, if there is one."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_package", *here.parents[1:2]):
        if (folder / DESCRIPTOR).is_file():
            return folder / DESCRIPTOR
    return None


def find_package(asked: Path | None = None, start: Path | None = None) -> Path:
    """Find the descriptor of the package to work on.

    Args:
        asked: A descriptor or a folder with one; it is used as it is.
        start: Where to look from, upwards; by default the working folder.

    Raises:
        PackageError: When what was asked for does not exist, or no package can be found.
    """
    if asked is not None:
        path = descriptor_in(asked) or asked / DESCRIPTOR if asked.is_dir() else asked
        if not path.is_file():
            raise PackageError("file-missing", file=str(path))
        return path
    folder = (start or Path.cwd()).resolve()
    for candidate in (folder, *folder.parents):
        found = descriptor_in(candidate)
        if found is not None:
            return found
    carried = carried_package()
    if carried is None:
        raise PackageError("no-package", folder=str(folder))
    return carried
