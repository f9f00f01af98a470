"""The store nearest to a place, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

EARTH_MILES = 3958.8


def run(latitude, longitude, stores):
    """The row of the nearest store, and its distance in whole miles."""
    nearest = min(stores, key=lambda store: miles(latitude, longitude, store))
    return {"store": nearest, "miles": round(miles(latitude, longitude, nearest))}


def miles(latitude, longitude, store):
    """The great-circle distance (haversine)."""
    up, across = radians(store["latitude"] - latitude), radians(store["longitude"] - longitude)
    both = cos(radians(latitude)) * cos(radians(store["latitude"]))
    return 2 * EARTH_MILES * asin(sqrt(sin(up / 2) ** 2 + both * sin(across / 2) ** 2))
