"""The catalogue: policy as data. ``load_catalogue`` reads data/catalogue/*.toml once into frozen declarations."""

from svd.catalogue.load import Catalogue, load_catalogue

__all__ = ["Catalogue", "load_catalogue"]
