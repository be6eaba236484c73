"""The fetcher: one address in, one outcome out, whatever the other side does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from sources.fetching.addresses import Address, follow, parse
from sources.fetching.answering import conditions
from sources.fetching.asking import Answer, ask
from sources.fetching.bodies import ACCEPTED
from sources.fetching.connecting import Resolve, guarded_session, system_resolve
from sources.fetching.manners import Manners
from sources.fetching.outcomes import (
    Failed,
    Failure,
    Fetched,
    Outcome,
    Redirect,
    Refusal,
    Refused,
    Stop,
    Unchanged,
    refuse,
)
from sources.fetching.robots import ALLOW_ALL, LIMIT, Kept, Rules, rules_of

DEADLINE = 30.0  # seconds, for robots.txt, every redirect and the body together, not for waiting until it is our turn
PATIENCE = 25.0  # seconds of waiting for turns, of a whole fetch: five redirects of one host
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
_LONG_RULES = (
    32 * 1024
)  # bytes or characters; a longer robots.txt may take half a second to read, which others would wait for
T = TypeVar("T", bytes, str)
_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"
)


@dataclass(slots=True)
class _Asked:
    """What a fetch was given and what it has left; it goes along over every redirect. `began` is by the fetcher's own
    clock. `turn_at` is the place that it may ask next without waiting; `patience` the seconds for which it may still
    wait."""

    now: datetime
    began: float
    deadline: asyncio.Timeout
    patience: float
    turn_at: str = ""
    validated: str = ""
    etag: str = ""
    last_modified: str = ""


def _silent(line: str) -> None:
    pass


class Fetcher:
    """Fetches pages, one or many at once, in an `async with`. It holds connections and robots.txt files, no cookies.

    `agent` is the User-Agent and names a contact. `allow_loopback` lets this machine's own loopback addresses be
    fetched, at any port: for the demonstration and tests alone. `resolve` gives the IP addresses of a name.
    `deadline` is in seconds for a whole fetch, `limit` in bytes after decoding. `tell` is given a line for people at
    each step. `robots` holds robots.txt files that other fetchers of this process have read, and takes those that this
    one reads. `manners` say when a host may be asked, each request of it, and a fetch waits with `sleep` for up to
    `patience` seconds; without them it asks when it likes. `clock` tells how many seconds have gone by.
    """

    def __init__(
        self,
        *,
        agent: str,
        allow_loopback: bool = False,
        resolve: Resolve = system_resolve,
        deadline: float = DEADLINE,
        limit: int = MAX_BYTES,
        tell: Callable[[str], None] = _silent,
        robots: Kept | None = None,
        manners: Manners | None = None,
        patience: float = PATIENCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._agent = agent
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._deadline = deadline
        self._limit = limit
        self._tell = tell
        self._robots = Kept() if robots is None else robots
        self._one_at_a_time = asyncio.Lock()
        self._manners, self._patience, self._sleep, self._clock = manners, patience, sleep, clock

    async def __aenter__(self) -> Self:
        self._session = guarded_session(
            agent=self._agent, allow_loopback=self._allow_loopback, resolve=self._resolve, tell=self._tell
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self,
        url: str,
        *,
        now: datetime,
        etag: str = "",
        last_modified: str = "",
        validated: str = "",
        has_turn: bool = False,
    ) -> Outcome:
        """Return what came of fetching `url`; raises nothing that another machine can cause.

        `now` is aware. `etag` and `last_modified` are headers of an earlier answer, `validated` the address that
        answer came from (where it is not `url` itself): they are sent to that address alone. `has_turn`: it is our
        turn to ask the host of `url`; for every other request it is waited.
        """
        try:
            async with asyncio.timeout(self._deadline) as deadline:
                address = parse(url, allow_loopback=self._allow_loopback)
                is_other = validated and validated != url
                at = str(parse(validated, allow_loopback=self._allow_loopback)) if is_other else str(address)
                turn_at = address.place if has_turn else ""
                asked = _Asked(now, self._clock(), deadline, self._patience, turn_at, at, etag, last_modified)
                return await self._follow(address, asked)
        except Stop as stop:
            return stop.outcome
        except TimeoutError:
            return Failed(Failure.TIME, f"It did not answer in full within {self._deadline:g} seconds.")

    async def _follow(self, address: Address, asked: _Asked) -> Outcome:
        hops: list[Redirect] = []
        while True:
            await self._heed_robots(address, asked)
            held = str(address) == asked.validated
            wanted = conditions(asked.etag, asked.last_modified) if held else {}
            answer = await self._get(address, asked, limit=self._limit, wanted=wanted)
            self._tell(f"{address} answered {answer.status}")
            if answer.status not in _REDIRECTS or not answer.location:
                return _outcome(address, answer, tuple(hops), conditional=bool(wanted))
            address = self._next(address, answer, hops)
            self._tell(f"redirected to {address}")

    async def _heed_robots(self, address: Address, asked: _Asked) -> None:
        """Raise Stop where robots.txt does not allow `address`, or nobody can know whether it does."""
        rules = self._robots.of(address.origin, self._moment(asked)) or await self._rules_of_others(address, asked)
        if rules is None:
            await self._turn(address, asked)
            # Whoever had the turn before may have read it.
            rules = self._robots.of(address.origin, self._moment(asked)) or await self._rules_of_others(address, asked)
        if rules is None:
            rules = await self._rules(address, asked)
            self._robots.put(address.origin, rules, asked.now)
            if self._manners is not None:
                await self._manners.keep_robots(address.origin, rules.text, now=asked.now)
        if not rules.allow(address.target):
            raise refuse(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it.")
        self._tell(f"robots.txt of {address.host} allows it")

    def _moment(self, asked: _Asked) -> datetime:
        """The time, by the clock of whoever asked."""
        return asked.now + timedelta(seconds=self._clock() - asked.began)

    async def _rules_of_others(self, address: Address, asked: _Asked) -> Rules | None:
        if self._manners is None:
            return None
        file = await self._manners.robots_of(address.origin, now=self._moment(asked))
        if file is None:
            return None
        rules = await self._read(Rules, file.text)
        self._robots.put(address.origin, rules, file.read_at)
        return rules

    async def _turn(self, address: Address, asked: _Asked) -> None:
        """Wait until it is our turn to ask the host of `address`; raise Stop where that is too far off."""
        if self._manners is None or asked.turn_at == address.place:
            return
        asked_at = self._moment(asked)
        turn = await self._manners.turn(address.place, now=asked_at, longest=asked.patience)
        if not turn.taken:
            wait = timedelta(seconds=turn.seconds)
            sentence = f"It was not our turn to ask {address.host}: others ask it too, or it wants to be left alone."
            raise Stop(Failed(Failure.TURN, sentence, None, wait, address.place))
        asked.turn_at = address.place
        # Some of it has gone by while the turn was taken; who has the next one does not wait for us.
        left = turn.seconds - (self._moment(asked) - asked_at).total_seconds()
        if left > 0:
            asked.patience -= left
            # A deadline is for others; this is our own wait.
            asked.deadline.reschedule((asked.deadline.when() or 0.0) + left)
            self._tell(f"waiting {ceil(left)} s until it is our turn at {address.host}")
            await self._sleep(left)

    async def _rules(self, page: Address, asked: _Asked) -> Rules:
        """The rules of a host by RFC 9309, 2.3.1: none where there is no file, Stop where the host is in trouble."""
        address = Address(page.scheme, page.host, page.port, "/robots.txt")
        hops: list[Redirect] = []
        try:
            while True:
                answer = await self._get(address, asked, limit=LIMIT, wanted={}, cut=True)
                if answer.status not in _REDIRECTS or not answer.location:
                    break
                address = self._next(address, answer, hops)
        except Stop as stop:
            if isinstance(stop.outcome, Refused) and stop.outcome.reason == Refusal.REDIRECTS:
                return ALLOW_ALL
            raise
        if 200 <= answer.status < 300:
            return await self._read(rules_of, answer.body)
        if answer.status == 429 or answer.status >= 500:
            sentence = f"Its robots.txt answered {answer.status}; whether it may be fetched is not known."
            raise Stop(_said_no(sentence, address, answer))
        return ALLOW_ALL

    async def _read(self, reading: Callable[[T], Rules], file: T) -> Rules:
        """The rules of a robots.txt; a long one is read beside the loop, one at a time: a hundred hosts that have the
        worst there is would else hold up everybody's fetches for a minute."""
        if len(file) <= _LONG_RULES:
            return reading(file)
        async with self._one_at_a_time:
            return await asyncio.to_thread(reading, file)

    def _next(self, address: Address, answer: Answer, hops: list[Redirect]) -> Address:
        """The address of a redirect, through the same gate as the first; it is added to `hops`."""
        if len(hops) == MAX_REDIRECTS:
            raise refuse(Refusal.REDIRECTS, f"It redirects more than {MAX_REDIRECTS} times.")
        try:
            following = follow(address, answer.location, allow_loopback=self._allow_loopback)
        except Stop as stop:
            raise refuse(
                Refusal(stop.outcome.reason), f"A redirect was not followed. {stop.outcome.sentence}"
            ) from None
        hops.append(Redirect(answer.status, str(following)))
        return following

    async def _get(
        self, address: Address, asked: _Asked, *, limit: int, wanted: dict[str, str], cut: bool = False
    ) -> Answer:
        """One request, when it is our turn, and its answer, the body only of a success; raises Stop. With `cut` a long
        body is cut."""
        await self._turn(address, asked)
        asked.turn_at = ""
        wanted = {"Accept": _ACCEPT, "Accept-Encoding": ACCEPTED, **wanted}
        return await ask(self._session, address, headers=wanted, limit=limit, cut=cut, now=asked.now)


def _outcome(address: Address, answer: Answer, hops: tuple[Redirect, ...], *, conditional: bool) -> Outcome:
    if 200 <= answer.status < 300 and answer.status != 206:  # a part was not asked for
        return Fetched(answer.status, str(address), answer.headers, answer.body, hops)
    if answer.status == 304 and conditional:
        return Unchanged(str(address), answer.headers, hops)
    return _said_no(f"It answered with status {answer.status}.", address, answer)


def _said_no(sentence: str, address: Address, answer: Answer) -> Failed:
    place = address.place if answer.retry_after is not None else ""
    return Failed(Failure.STATUS, sentence, answer.status, answer.retry_after, place)
