"""The number of an appointment: the same appointment always has the same one."""

from zlib import crc32


def run(doctor: str, day: str, hour: str, document: str) -> dict:
    sum_of_all = crc32(f"{doctor}|{day}|{hour}|{document}".encode())
    return {"number": f"AU-{1000 + sum_of_all % 9000}"}
