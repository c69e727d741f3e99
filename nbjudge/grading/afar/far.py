"""What an executor's worker calls: it hands a submission to a process of its own."""

import atexit
import time
from collections import defaultdict, deque

from nbjudge.grading.afar.contents import Contents, cache_name, find, keep
from nbjudge.grading.afar.engines import differences
from nbjudge.grading.afar.jobs import Done, Failed, Job, Needs, Refused, Reply
from nbjudge.grading.afar.station import Ended, Station

# So that a worker which cannot judge does not take all the work there is, being the fastest.
_PAUSE = 1.0
# Stations without work, by the course's digest; an executor may call from several threads.
_idle: defaultdict[str, deque[Station]] = defaultdict(deque)


def carry(job: Job) -> Reply:
    """Judges a submission on this machine. Raises nothing that concerns this submission alone."""
    contents = find(job.root, job.folders, job.digest)
    if contents is None and job.parcel is not None:
        keep(job.parcel, job.digest)
        contents = find(job.root, job.folders, job.digest)
    if contents is None:
        time.sleep(_PAUSE)
        return Needs(cache_name())
    try:
        return _judged(job, contents)
    except Ended as ended:
        return Failed(str(ended))


def _judged(job: Job, contents: Contents) -> Reply:
    station = _free_station(job.digest, contents)
    if why := _objection(job, station):
        _idle[job.digest].append(station)
        time.sleep(_PAUSE)
        return Refused(f"{cache_name().partition(':')[0]}: {why}")
    payload = station.judged(job.payload, job.seconds)
    _idle[job.digest].append(station)
    return Done(payload, station.lacking)


def _free_station(digest: str, contents: Contents) -> Station:
    for other in list(_idle):
        while other != digest and _idle[other]:  # of a course that has changed since
            _end_one(other)
    try:
        return _idle[digest].pop()
    except IndexError:
        return Station(contents)


def _objection(job: Job, station: Station) -> str:
    if different := differences(job.engine, station.engine):
        return f"{different}. Install the same versions there"
    return "; ".join(station.lacking) if job.needs_sandbox else ""


def _end_one(digest: str) -> None:
    try:
        _idle[digest].pop().end()
    except IndexError:
        return  # another thread took it


@atexit.register
def end_stations() -> None:
    """Ends the processes that wait here for submissions."""
    for digest in list(_idle):
        while _idle[digest]:
            _end_one(digest)
