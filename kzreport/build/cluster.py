"""Make documents on other machines, through a Dask scheduler; they share the folder `out`.

The machines are sent the facts that the documents may see, in one file beside the documents;
templates and styles they read from the project's folder. What they make waits in the shared
folder and is put in place here, so a machine that dies, or finishes twice, spoils nothing. If
the scheduler dies, what is in place is recorded, and the next build goes on from there.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from kzreport.build.inputs import program
from kzreport.build.make import Job, Made
from kzreport.build.process import made_or_problem
from kzreport.build.shelf import put_down
from kzreport.errors import KzReportError, LevelError, WriterError
from kzreport.facts.fields import Level
from kzreport.facts.sending import as_seen
from kzreport.project import Project

log = logging.getLogger(__name__)

Numbered = tuple[int, Job]
Result = tuple[int, Made | KzReportError]

#: documents in a batch at most: enough to make the cost of a task small beside the work
_BATCH = 20
#: batches in hand for each thread of the cluster: none waits for work, none hoards it
_AHEAD = 3
_RETRIES = 2
_PATIENCE = "15s"


def run_cluster(project: Project, work: Sequence[Numbered], address: str) -> Iterator[Result]:
    """Yield the documents as the machines behind the scheduler at `address` make them."""
    sent: list[Numbered] = []
    for number, job in work:
        level = _level(job)
        if level in project.cluster.levels:
            sent.append((number, replace(job, half_made=job.half_made.absolute())))
        else:
            yield number, _not_sent(job, level)
    if not sent:
        return
    with _client(project, address) as client:
        yield from _Work(client, project, sent).results()


class _Work:
    """The documents of one build on a cluster."""

    def __init__(self, client: Any, project: Project, work: Sequence[Numbered]) -> None:
        self.client = client
        self.payload, self.digest = _payload(project, work)
        threads = max(1, sum(client.nthreads().values()))
        self.window = threads * _AHEAD
        size = max(1, min(_BATCH, len(work) // self.window))
        self.waiting = [list(work[i : i + size]) for i in range(0, len(work), size)][::-1]
        self.futures: dict[Any, list[Numbered]] = {}
        #: documents whose batch lost its machines are tried alone, then named
        self.suspects: set[int] = set()

    def results(self) -> Iterator[Result]:
        from distributed import as_completed

        done = as_completed(with_results=False)
        while self.waiting or self.futures:
            while self.waiting and len(self.futures) < self.window:
                batch = self.waiting.pop()
                future = self.client.submit(
                    make_batch,
                    str(self.payload),
                    self.digest,
                    program(),
                    [job for _, job in batch],
                    pure=False,
                    retries=_RETRIES,
                )
                self.futures[future] = batch
                done.add(future)
            yield from self._taken(next(done))

    def _taken(self, future: Any) -> Iterator[Result]:
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        batch = self.futures.pop(future)
        try:
            for (number, _), result in zip(batch, future.result(), strict=True):
                for warning in result.warnings if isinstance(result, Made) else ():
                    log.warning("%s", warning)
                yield number, result
        except KilledWorker:
            yield from self._killed(batch)
        except (CancelledError, CommClosedError, OSError) as exc:
            raise WriterError(
                "the scheduler of the cluster went away; what was made until then is in place",
                hint="when it is back, go on with `kzreport build --resume --cluster ...`",
            ) from exc

    def _killed(self, batch: list[Numbered]) -> Iterator[Result]:
        """Dask blames all that a dead machine had in hand: try each alone, name who kills again."""
        for number, job in batch:
            if number in self.suspects:
                message = "the document cannot be made: it ended every machine that tried"
                yield number, WriterError(message, hint="`kzreport build --jobs 1` makes it here")
            else:
                self.suspects.add(number)
                self.waiting.insert(0, [(number, job)])


def _client(project: Project, address: str) -> Any:
    try:
        from distributed import Client, Security
    except ImportError as exc:
        hint = "install `kzreport[cluster]`"
        raise WriterError("a cluster needs Dask, which is not installed here", hint=hint) from exc
    files = project.cluster
    _check_address(address, secured=bool(files.ca))
    security = Security(
        require_encryption=bool(files.ca),
        tls_ca_file=files.ca or None,
        tls_client_cert=files.cert or None,
        tls_client_key=files.key or None,
    )
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        return Client(address, security=security if files.ca else None, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as exc:
        hint = "start one with `dask scheduler`; its address looks like tcp://host:8786"
        if files.ca:
            hint = "is it there, with a certificate of the authority in `cluster`, `tls`, `ca`?"
        raise WriterError(f"no scheduler answers at `{address}`", hint=hint) from exc


def _check_address(address: str, *, secured: bool) -> None:
    """Refuse an address that is not of the way kzreport.yaml tells; nothing is sent openly."""
    way = address.partition("://")[0]
    if secured and way != "tls":
        hint = f"write tls://{address.rpartition('://')[2]}"
        raise WriterError(f"`cluster` has `tls`, and `{address}` is an open address", hint=hint)
    if way == "tls" and not secured:
        hint = "name the files in kzreport.yaml: `cluster: {tls: {ca: ..., cert: ..., key: ...}}`"
        raise WriterError(f"`{address}` needs certificates", hint=hint)


def _level(job: Job) -> Level:
    own, wanted = job.planned.report.level, job.options.level
    return own if wanted is None else min(own, wanted)


def _not_sent(job: Job, level: Level) -> LevelError:
    return LevelError(
        f"the document is {level} and is not sent to a cluster",
        job.planned.report.at,
        f"build it without `--cluster`, or allow it: `cluster: {{levels: [public, {level}]}}`",
    )


def _payload(project: Project, work: Sequence[Numbered]) -> tuple[Path, str]:
    """Put what the machines need beside the documents: nothing above what they make."""
    options = work[0][1].options
    level = max(_level(job) for _, job in work)
    view = project.view(as_of=options.as_of, known_at=options.known_at, level=level)
    reports = {job.planned.report.name: job.planned.report for _, job in work}
    sent = replace(
        project,
        root=project.root.absolute(),
        reports=reports,
        timetable=type(project.timetable)(),
    )
    data = pickle.dumps((sent, as_seen(view)), pickle.HIGHEST_PROTOCOL)
    digest = sha256(data).hexdigest()
    return put_down(work[0][1].half_made, f"{digest[:16]}.facts", data), digest


# -- on the other machine -----------------------------------------------------------------------


def make_batch(
    payload: str, digest: str, wanted: str, jobs: Sequence[Job]
) -> list[Made | KzReportError]:
    """Return what became of each of `jobs`, made by the machine this runs on."""
    if program() != wanted:
        fault = WriterError(
            "a machine of the cluster has another kzreport, or other libraries",
            hint="install the same on all of them",
        )
        return [fault for _ in jobs]
    try:
        project = _received(payload, digest)
    except KzReportError as exc:
        return [exc for _ in jobs]
    return [made_or_problem(project, job) for job in jobs]


@lru_cache(maxsize=1)
def _received(payload: str, digest: str) -> Project:
    try:
        data = Path(payload).read_bytes()
    except OSError as exc:
        message = f"a machine of the cluster cannot read `{payload}`: {exc.strerror}"
        raise WriterError(message, hint="all must share the folder of `--out`") from exc
    if sha256(data).hexdigest() != digest:
        raise WriterError(f"`{payload}` is not what was sent")
    project, facts = pickle.loads(data)  # noqa: S301  # of the digest the scheduler handed on
    project.__dict__["facts"] = facts
    return project  # type: ignore[no-any-return]
