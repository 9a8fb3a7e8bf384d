"""What single values of a catalogue must be; an error names what is wrong by a code.

The codes are keys ``catalog.<code>`` of the message catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from drenthe_data.exporting.catalog import vocabulary
from drenthe_data.messages import nearest

# What cannot stand in an address (RFC 3987), whoever wrote it.
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_LONGEST = 2000
# What cannot stand in XML 1.0, and so in no catalogue as RDF/XML.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PERSON = re.compile(r"[a-z]+\.([a-z]{1,3}\.)*[a-z]+(-[a-z]+)?", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Model(BaseModel):
    """A part of a catalogue: nothing in it that is not known, nothing of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def wrong(code: str, **context: Any) -> PydanticCustomError:
    """Give the error for a value; ``code`` is a key of the messages, after ``catalog.``."""
    return PydanticCustomError(code, "{code}", {"code": code, **context})


def _address(value: str) -> str:
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise wrong("address", value=value)
    return value


def _https(value: str) -> str:
    _address(value)
    if not value.startswith("https://"):
        raise wrong("https", value=value)
    return value


def _split(value: str) -> Any:
    if _NOT_IN_IRI.search(value):
        return None
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise wrong("email", value=value)
    return value


def mailto(email: str) -> str:
    """Give an e-mail address as an address; what cannot stand in one is written as ``%xx``."""
    return "mailto:" + quote(email, safe="@!$'*+")


def is_of_person(email: str) -> bool:
    """Tell whether an e-mail address looks like that of a person: first name, dot, last name."""
    return _PERSON.fullmatch(email.partition("@")[0]) is not None


def _texts(value: dict[str, str]) -> dict[str, str]:
    for lang, text in value.items():
        if lang not in vocabulary.LANGUAGES:
            expected = list(vocabulary.LANGUAGES)
            raise wrong("language", value=lang, nearest=nearest(lang, expected), expected=expected)
        if not text.strip():
            raise wrong("empty-text")
        if _NOT_IN_XML.search(text):
            raise wrong("control-character", value=text)
    if "nl" not in value:
        raise wrong("no-dutch")
    return value


def _description(value: dict[str, str]) -> dict[str, str]:
    for text in value.values():
        if len(text) > _LONGEST:
            raise wrong("too-long", length=len(text), expected=_LONGEST)
    return value


def _keywords(value: dict[str, list[str]]) -> dict[str, list[str]]:
    for lang, words in value.items():
        for word in words:
            _texts({"nl": word, lang: word})
        if len(set(words)) < len(words):
            raise wrong("twice", value=next(word for word in words if words.count(word) > 1))
    return value


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """Give a check that a value is one of a list."""

    def check(value: str) -> str:
        if value not in known:
            expected = sorted(known)
            raise wrong(
                "not-in-list", value=value, nearest=nearest(value, known), expected=expected
            )
        return value

    return check


def _media_type(value: str) -> str:
    if not re.fullmatch(vocabulary.MEDIA_TYPE, value):
        raise wrong("media-type", value=value)
    return value


def _moment(value: object) -> date:
    """Take a date, or a date with time and zone, as text or as TOML gives it."""
    if isinstance(value, str):
        try:
            value = (
                datetime.fromisoformat(value)
                if re.search(r"[Tt ]\d", value)
                else date.fromisoformat(value)
            )
        except ValueError:
            raise wrong("date", value=value) from None
    if not isinstance(value, date):
        raise wrong("date", value=str(value))
    if isinstance(value, datetime) and value.tzinfo is None:
        raise wrong("no-zone", value=value.isoformat())
    return value


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise wrong("checksum", value=value)
    return value


Address = Annotated[str, AfterValidator(_address)]
Https = Annotated[str, AfterValidator(_https)]
Email = Annotated[str, AfterValidator(_email)]
Texts = Annotated[dict[str, str], AfterValidator(_texts)]
Description = Annotated[dict[str, str], AfterValidator(_texts), AfterValidator(_description)]
Keywords = Annotated[dict[str, list[str]], AfterValidator(_keywords)]
MediaType = Annotated[str, AfterValidator(_media_type)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
AccessRight = Annotated[str, AfterValidator(one_of(vocabulary.ACCESS_RIGHTS))]
EuTheme = Annotated[str, AfterValidator(one_of(vocabulary.THEMES))]
DonlTheme = Annotated[str, AfterValidator(one_of(vocabulary.DONL_THEMES))]
Frequency = Annotated[str, AfterValidator(one_of(vocabulary.FREQUENCIES))]
FileType = Annotated[str, AfterValidator(one_of(vocabulary.FILE_TYPES))]
Language = Annotated[str, AfterValidator(one_of(vocabulary.LANGUAGES.values()))]
DatasetStatus = Annotated[str, AfterValidator(one_of(vocabulary.DATASET_STATUS))]
DistributionStatus = Annotated[str, AfterValidator(one_of(vocabulary.DISTRIBUTION_STATUS))]
Availability = Annotated[str, AfterValidator(one_of(vocabulary.AVAILABILITY))]
PublisherType = Annotated[str, AfterValidator(one_of(vocabulary.PUBLISHER_TYPES))]
HvdCategory = Annotated[str, AfterValidator(one_of(vocabulary.HVD_CATEGORIES))]
Licence = Annotated[str, AfterValidator(one_of(vocabulary.LICENCE_URIS))]
LicenceName = Annotated[str, AfterValidator(one_of(vocabulary.LICENCES))]
Spelling = Annotated[str, AfterValidator(one_of(vocabulary.SPELLINGS))]
