"""What a format is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drenthe_data.exporting.manifest import Entry
from drenthe_data.exporting.profile import Profile, find_setting
from drenthe_data.loading import LoadedPackage


@dataclass(slots=True)
class Job:
    """One format to be written.

    Attributes:
        data: The package and its tables.
        folder: Where the files go. It is empty at first; what is written here takes its place
            among the other exports when the format has been finished.
        profile: What is known of the format.
        base_url: Where the exports will be found on the web, without a slash at the end.
        made: The files of the formats that have been written before, by format.
        profiles: The profiles of all formats, by name.
    """

    data: LoadedPackage
    folder: Path
    profile: Profile
    base_url: str
    made: Mapping[str, list[Entry]] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    def setting(self, name: str) -> Path | None:
        """Give a file or folder of ``exports/``, if it is there."""
        return find_setting(self.data.package, name)

    def files(self, name: str) -> list[Path]:
        """Give the files of a format that was made before, where they are now."""
        return [self.folder.parent / entry.path for entry in self.made[name]]


Export = Callable[[Job], list[Path]]
