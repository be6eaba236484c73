"""The organisations of the demonstration, a file for each group of them."""

from plumbline.demonstration.organisations.carriers import CARRIERS
from plumbline.demonstration.organisations.clarifai import CLARIFAI
from plumbline.demonstration.organisations.data_centres import DATA_CENTRES
from plumbline.demonstration.organisations.exchanges import EXCHANGES
from plumbline.demonstration.organisations.names_and_governance import NAMES_AND_GOVERNANCE
from plumbline.demonstration.organisations.networks import NETWORKS
from plumbline.demonstration.organisations.registries_north import REGISTRIES_NORTH
from plumbline.demonstration.organisations.registries_south import REGISTRIES_SOUTH
from plumbline.demonstration.shapes import Organisation

TABLED = (
    *NETWORKS,
    *CARRIERS,
    *DATA_CENTRES,
    *EXCHANGES,
    *REGISTRIES_NORTH,
    *REGISTRIES_SOUTH,
    *NAMES_AND_GOVERNANCE,
)
REAL: tuple[Organisation, ...] = (*TABLED, CLARIFAI)
