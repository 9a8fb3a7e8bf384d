"""A portal on this machine that keeps the rules of data.overheid.nl.

The Aanlever API as its specification 0.12.0 has it (and, when asked, as 0.9.0 had it), and CKAN
with DCAT-AP-DONL 1.1. The rules are written here anew from the specification, and not taken from
the models that are tried with them. Faults can be planned: for which request, and what happens.
"""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

AUTHORITY = "http://publications.europa.eu/resource/authority/"
URIS = """admsIdentifier dcatapApplicableLegislation dctConformsTo dcatHasVersion foafPage
dcatapHvdCategory dcatInSeries dctIsReferencedBy dcatLandingPage dctLanguage dctProvenance
dcatQualifiedRelation dctRelation dctSource provWasGeneratedBy""".split()
Problem = dict[str, str]
CLIENT, KEY = "client", "secret-key"


def _is_uri(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", value))


def _is_date(value: object, *, with_time: bool) -> bool:
    if not isinstance(value, str):
        return False
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return bool(date.fromisoformat(value))
        zoned = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)", value)
        return bool(zoned and with_time and datetime.fromisoformat(value))
    except ValueError:
        return False


def problems_of_dataset(raw: dict[str, Any]) -> list[Problem]:
    """Give what the specification has against a data set: code and path of each."""
    found: list[Problem] = []

    def wrong(code: str, path: str) -> None:
        found.append({"code": code, "path": path, "message": "ongeldige waarde"})

    def texts(value: object, path: str, most: int | None = None) -> None:
        if not isinstance(value, list) or not value or "" in value:
            wrong("REQUIRED_FIELD", path)
        elif len(value) > 1 or (most is not None and len(value[0]) > most):
            wrong("INVALID_SIZE", path)

    def uris(value: object, path: str) -> None:
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            if not _is_uri(item):
                wrong("INVALID_URI", f"{path}[{number}]")

    if not raw.get("dctIdentifier"):
        wrong("REQUIRED_FIELD", "dctIdentifier")
    else:
        uris(raw["dctIdentifier"], "dctIdentifier")
    texts(raw.get("dctTitle"), "dctTitle")
    texts(raw.get("dctDescription"), "dctDescription", 2000)
    rights = re.escape(AUTHORITY) + r"access-right/(PUBLIC|NON_PUBLIC|RESTRICTED)"
    if not re.fullmatch(rights, str(raw.get("dctAccessRights"))):
        wrong("INVALID_PATTERN", "dctAccessRights")
    if not raw.get("dcatTheme"):
        wrong("REQUIRED_FIELD", "dcatTheme")
    for number, theme in enumerate(raw.get("dcatTheme") or []):
        if not re.fullmatch(re.escape(AUTHORITY) + r"data-theme/[A-Z_]+", theme):
            wrong("INVALID_PATTERN", f"dcatTheme[{number}]")
    texts((raw.get("dctPublisher") or {}).get("foafName"), "dctPublisher.foafName")
    if not raw.get("dctCreator"):
        wrong("REQUIRED_FIELD", "dctCreator")
    for number, agent in enumerate(raw.get("dctCreator") or []):
        texts(agent.get("foafName"), f"dctCreator[{number}].foafName")
    contact = raw.get("dcatContactPoint") or {}
    if not contact.get("vcardFn"):
        wrong("REQUIRED_FIELD", "dcatContactPoint.vcardFn")
    email, page = contact.get("vcardHasEmail"), contact.get("vcardHasUrl")
    if not (email or page) or (email and not str(email).startswith("mailto:")):
        wrong("INVALID_CONTACT_POINT", "dcatContactPoint")
    for key in ("dctIssued", "dctModified"):
        if key in raw and not _is_date(raw[key], with_time=True):
            wrong("INVALID_DATE", key)
    for key in ("dctAccrualPeriodicity", "admsStatus", "dctType"):
        if key in raw:
            uris(raw[key], key)
    for key in URIS:
        uris(raw.get(key, []), key)
    for period in raw.get("dctTemporal", []):
        if any(not _is_date(period[k], with_time=False) for k in period if k.endswith("Date")):
            wrong("INVALID_DATE", "dctTemporal")
    for key in ("dcatDistribution", "admsSample"):
        for item in raw.get(key, []):
            for part in ("dcatAccessUrl", "dcatDownloadUrl", "dctFormat"):
                if part in item:
                    uris(item[part], f"{key}.{part}")
    duration = r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?([\d.]+S)?)?"
    if not re.fullmatch(duration, raw.get("dcatTemporalResolution", "P1D")):
        wrong("INVALID_DURATION", "dcatTemporalResolution")
    if not isinstance(raw.get("dcatSpatialResolutionInMeters", 1), int | float):
        wrong("INVALID_NUMERIC_VALUE", "dcatSpatialResolutionInMeters")
    return found


MUST = """title notes identifier authority publisher contact_point_name metadata_language language
license_id theme modified resources name owner_org""".split()
MUST_OF_FILE = "url name description metadata_language language license_id format".split()


def donl_problems(raw: dict[str, Any]) -> dict[str, Any]:
    """Give what DCAT-AP-DONL 1.1 has against a data set, as CKAN words it."""
    found: dict[str, Any] = {key: ["Missing value"] for key in MUST if not raw.get(key)}
    if not any(raw.get(f"contact_point_{way}") for way in ("email", "website", "phone")):
        found["contact_point_email"] = ["website, email or phone is required"]
    for key in ("modified", "issued", "temporal_start", "temporal_end"):
        try:
            datetime.strptime(raw.get(key, "2026-01-01T00:00:00"), "%Y-%m-%dT%H:%M:%S")
        except ValueError:
            found[key] = [f"expected date; got [{raw[key]}]"]
    files = []
    for item in raw.get("resources", []):
        wrong = {key: ["Missing value"] for key in MUST_OF_FILE if not item.get(key)}
        if not str(item.get("format")).startswith(f"{AUTHORITY}file-type/"):
            wrong["format"] = [f"value [{item.get('format')}] is not part of list"]
        if "size" in item and not item["size"] > 0:
            wrong["size"] = ["expected a positive integer"]
        files.append(wrong)
    if any(files):
        found["resources"] = files
    return found


@dataclass
class Fault:
    """What happens instead of an answer.

    Attributes:
        where: Tells which requests are meant, by method and path.
        status: What is answered; 0 for a connection that is cut, -1 for no answer at all.
        times: How often it happens.
        is_done: Whether what was asked is done all the same.
        headers: Headers of the answer.
    """

    where: Callable[[str, str], bool]
    status: int
    times: int = 1
    is_done: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Portal:
    """What the portal has, and what was asked of it.

    Attributes:
        datasets: The data sets of the Aanlever API by id: what was sent, version and status.
        packages: Those of CKAN by id.
        log: Method and path of every request.
        bodies: The body of every request.
        faults: What is planned to go wrong.
        slow: Is set when a request is left without an answer.
        tokens: The tokens that are taken; the last is given to whoever logs in.
    """

    def __init__(self, *, version: str = "0.12.0") -> None:
        self.datasets: dict[str, dict[str, Any]] = {}
        self.packages: dict[str, dict[str, Any]] = {}
        self.log: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.authorizations: list[str] = []
        self.faults: list[Fault] = []
        self.tokens = ["token-1"]
        self.version = version
        self.slow = threading.Event()
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.url = ""

    def writes(self) -> list[tuple[str, str]]:
        """Give the requests that change something."""
        reads = ("/search", "/auth/token")
        return [
            (method, path)
            for method, path in self.log
            if method in ("POST", "PUT") and not path.endswith(reads)
        ]

    # The Aanlever API.

    def aanlever(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """Give status and body for a request to the Aanlever API."""
        if (method, path) == ("POST", "/api/v1/auth/token"):
            if body != {"clientId": CLIENT, "apiKey": KEY}:
                return 401, None
            return 200, {"accessToken": self.tokens[-1], "tokenType": "Bearer", "expiresIn": 300}
        if (method, path) == ("POST", "/api/v1/datasets/search"):
            if self.version == "0.9.0":
                return 405, None
            wanted = body["dctIdentifiers"]
            content = [
                self._shown(place)
                for place, item in self.datasets.items()
                if item["dataset"]["dctIdentifier"] in wanted and item["status"] == "PUBLISHED"
            ]
            return 200, {"content": content, "page": {"totalPages": 1}}
        if self.token not in self.tokens[-1:]:
            return 401, None
        if (method, path) == ("GET", "/api/v1/me/catalog-records"):
            places, size = list(self.datasets), 2
            start = int(query.get("page", 0)) * size
            records = [
                {
                    "id": str(uuid.uuid4()),
                    "dcatCatalogRecord": {"dctTitle": self.datasets[place]["dataset"]["dctTitle"]},
                    "meta": {"primaryTopicType": "DATASET", "primaryTopicId": place},
                }
                for place in places[start : start + size]
            ]
            return 200, {"content": records, "page": {"totalPages": -(-len(places) // size)}}
        if (method, path) == ("POST", "/api/v1/datasets"):
            return self._create(body, query.get("publicationStatus", "DRAFT"))
        match = re.fullmatch(r"/api/v1/datasets/([^/]+)(/publication-status)?", path)
        if match is None or match[1] not in self.datasets:
            return 404, _problem(404, "DCAT_DATASET_NOT_FOUND")
        item = self.datasets[match[1]]
        if method == "GET":
            return 200, self._shown(match[1])
        if match[2]:
            if (item["status"], body["publicationStatus"]) != ("DRAFT", "PUBLISHED"):
                return 409, _problem(409, "DCAT_DATASET_INVALID_PUBLICATION_TRANSITION")
            item["status"] = "PUBLISHED"
            item["version"] += 1
            return 200, {"publicationStatus": "PUBLISHED"}
        problems = problems_of_dataset(body)
        if problems:
            return 400, {**_problem(400, "DCAT_DATASET_VALIDATION_FAILED"), "errors": problems}
        if self.version != "0.9.0":
            if "version" not in query:
                return 428, _problem(428, "DCAT_DATASET_VERSION_REQUIRED")
            if int(query["version"]) != item["version"]:
                return 409, _problem(409, "DCAT_DATASET_VERSION_CONFLICT")
        item["dataset"] = body
        item["version"] += 1
        return 200, {"id": match[1], "dctIdentifier": body["dctIdentifier"]}

    def _create(self, body: Any, status: str) -> Any:
        problems = problems_of_dataset(body)
        if problems:
            return 400, {**_problem(400, "DCAT_DATASET_VALIDATION_FAILED"), "errors": problems}
        known = {item["dataset"]["dctIdentifier"] for item in self.datasets.values()}
        if body["dctIdentifier"] in known:
            return 409, _problem(409, "DCAT_DATASET_ALREADY_EXISTS")
        place = str(uuid.uuid4())
        self.datasets[place] = {"dataset": body, "version": 0, "status": status}
        return 201, {"id": place, "dctIdentifier": body["dctIdentifier"], "version": 0}

    def _shown(self, place: str) -> dict[str, Any]:
        item = self.datasets[place]
        meta = {"publicationStatus": item["status"]}
        if self.version != "0.9.0":
            meta["version"] = item["version"]
        files = [
            {"id": str(uuid.uuid4()), **file}
            for file in item["dataset"].get("dcatDistribution", [])
        ]
        dataset = {**item["dataset"], "dcatDistribution": files, "dctSource": [], "dctType": None}
        return {"id": place, "dcatDataset": dataset, "meta": meta}

    # CKAN.

    def ckan(self, method: str, action: str, query: dict[str, str], body: Any) -> Any:
        """Give status and body for a request to CKAN."""
        if self.token != KEY:
            return 403, _ckan_error("Authorization Error", message="Access denied")
        if (method, action) == ("GET", "package_show"):
            for item in self.packages.values():
                if query["id"] in (item["name"], item["id"]):
                    return 200, {"success": True, "result": item}
            return 404, _ckan_error("Not Found Error", message="Not found")
        if (method, action) == ("GET", "package_search"):
            wanted = query["fq"].removeprefix("identifier:").strip('"')
            results = [it for it in self.packages.values() if _extra(it, "identifier") == wanted]
            return 200, {"success": True, "result": {"count": len(results), "results": results}}
        problems = donl_problems(body)
        if problems:
            return 409, _ckan_error("Validation Error", **problems)
        if action == "package_create":
            if body["name"] in {item["name"] for item in self.packages.values()}:
                return 409, _ckan_error("Validation Error", name=["That URL is already in use."])
            place = str(uuid.uuid4())
        else:
            place = body["id"]
            if place not in self.packages:
                return 404, _ckan_error("Not Found Error", message="Not found")
        # CKAN keeps what it does not know itself among the extras.
        extras = {"identifier", "modified"} & set(body)
        self.packages[place] = {
            **{key: value for key, value in body.items() if key not in extras},
            "id": place,
            "state": "active",
            "organization": {"name": body["owner_org"]},
            "owner_org": "org-id",
            "extras": [{"key": key, "value": body[key]} for key in sorted(extras)],
            "resources": [{"id": str(uuid.uuid4()), **item} for item in body["resources"]],
        }
        return 200, {"success": True, "result": self.packages[place]}

    @property
    def token(self) -> str:
        """The token or key of the request that is being answered."""
        return self.authorizations[-1].removeprefix("Bearer ")


def _extra(item: dict[str, Any], key: str) -> Any:
    return next((it["value"] for it in item["extras"] if it["key"] == key), item.get(key))


def _problem(status: int, code: str) -> dict[str, Any]:
    return {
        "type": f"urn:datastore:problem:{code.lower().replace('_', '-')}",
        "title": "Er ging iets mis",
        "status": status,
        "detail": f"Uitleg van {code}",
        "code": code,
    }


def _ckan_error(kind: str, **about: Any) -> dict[str, Any]:
    return {"success": False, "error": {"__type": kind, **about}}


class _Handler(BaseHTTPRequestHandler):
    portal: Portal

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def _answer(self) -> None:
        portal = self.portal
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(data) if data else None
        with portal.lock:
            portal.log.append((self.command, parts.path))
            portal.bodies.append(body)
            portal.authorizations.append(self.headers.get("Authorization", ""))
            fault = next(
                (it for it in portal.faults if it.times and it.where(self.command, self.path)), None
            )
            status, content = 200, None
            if fault is not None:
                fault.times -= 1
            if fault is None or fault.is_done:
                path = unquote(parts.path)
                if path.startswith("/api/3/action/"):
                    action = path.rpartition("/")[2]
                    status, content = portal.ckan(self.command, action, query, body)
                elif path.startswith("/api/v1/"):
                    status, content = portal.aanlever(self.command, path, query, body)
                else:
                    status = 200 if path.startswith("/files/") else 404
        headers = {}
        if fault is not None:
            if fault.status == 0:
                self.close_connection = True
                return
            if fault.status == -1:
                portal.slow.set()
                portal.closing.wait(10)
                self.close_connection = True
                return
            status, content, headers = (
                fault.status,
                content if fault.is_done else None,
                fault.headers,
            )
        data = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        for key, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815


@contextmanager
def running(portal: Portal) -> Iterator[Portal]:
    """Let a portal answer at ``portal.url``."""
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    portal.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield portal
    finally:
        portal.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
