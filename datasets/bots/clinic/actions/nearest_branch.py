"""The branch nearest to a place, by the great-circle distance."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def run(latitude: float, longitude: float, branches: list) -> dict:
    def distance_km(branch: dict) -> float:
        north, east = radians(latitude), radians(longitude)
        there_north, there_east = radians(branch["latitude"]), radians(branch["longitude"])
        half = sin((there_north - north) / 2) ** 2
        half += cos(north) * cos(there_north) * sin((there_east - east) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))

    nearest = min(branches, key=distance_km)
    return {"branch": nearest, "km": round(distance_km(nearest), 1)}
