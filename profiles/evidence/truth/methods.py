"""The methods that can be measured, by name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from .origin import COPYING, ORIGIN, origin
from .sets import Beliefs, TruthSet
from .truthfinder import truthfinder
from .voting import vote

Method = Callable[[TruthSet], Beliefs]

DEFAULT = "origin"
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        DEFAULT: origin,
        "origin-unlimited": lambda given: origin(given, replace(ORIGIN, limit=1.0)),
        "origin-either-way": lambda given: origin(given, replace(ORIGIN, copying=replace(COPYING, either_way=True))),
        "origin-independent": lambda given: origin(given, replace(ORIGIN, copying=None)),
        "vote": vote,
        "truthfinder": truthfinder,
    }
)
