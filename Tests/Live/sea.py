"""A made-up stretch of sea: zones, registered vessels, and the positions that they send."""

import json
from datetime import UTC, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))


def box(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def zone(code, name, kind, geometry):
    properties = {"ma_vung": code, "ten_vung": name, "loai_vung": kind, "tu_ngay": "2019-04-25"}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


#: The coastal belt, the inshore zone east of it, a port in the belt, and a prohibited square far out.
ZONES = [
    zone("VB-T", "Vùng ven bờ thử", "Vùng ven bờ", box(109.2, 13.0, 109.6, 14.0)),
    zone("VL-T", "Vùng lộng thử", "Vùng lộng", box(109.6, 13.0, 110.2, 14.0)),
    zone("CB-T", "Cảng thử", "Vùng nước cảng biển", box(109.2, 13.7, 109.3, 13.8)),
    zone("CAM-T", "Vùng cấm thử", "Vùng cấm", box(111.0, 13.0, 111.5, 13.5)),
]

#: A delimitation line far out from south to north, our side to its west.
BOUNDARY = {
    "type": "Feature",
    "properties": {"ma": "PD-T", "ten": "Đường phân định thử", "loai": "Đường phân định", "tinh_chat": "Điều ước",
                   "phia_ta": "left", "tu_ngay": "2019-04-25"},
    "geometry": {"type": "LineString", "coordinates": [[112.5, 12.5], [112.5, 14.5]]},
}  # fmt: skip

#: Where the vessels of 15 m and more may not fish, and where they may.
INSHORE = (109.9, 13.5)
OFFSHORE = (110.8, 13.5)
#: In the middle of the prohibited square.
PROHIBITED = (111.25, 13.25)


def number(index):
    """The registration number of a vessel: those below 500 are in the register."""
    return f"BĐ {90_000 + index}-TS"


def key(index):
    """The same as violations name it."""
    return f"bd{90_000 + index}"


def mmsi(index):
    return 574_000_000 + index


def register(count=500):
    """Vessels of 18 m that may fish offshore only, each with the secrets of its owner."""
    return [registered(index) for index in range(count)]


def registered(index, metres=18, owner="Nguyễn Văn Thử", phone="0900000000"):
    properties = {
        "so_dang_ky": number(index),
        "mmsi": str(mmsi(index)),
        "chieu_dai": metres,
        "vai_tro": "khai-thac",
        "tinh": "52",
        "nghe": "câu",
        "chu_tau": owner,
        "dien_thoai": phone,
    }
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [109.25, 13.75]}}


def write_features(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def now():
    return datetime.now(UTC).replace(microsecond=0)


def stamp(moment):
    """A time as senders write it, with the offset of Việt Nam."""
    return moment.astimezone(HANOI).isoformat()


def position(vessel, moment, place, speed=3.0, device="D1", **more):
    """One position; `vessel` is a number of this sea's or a name."""
    name = number(vessel) if isinstance(vessel, int) else vessel
    lon, lat = place
    record = {"vessel": name, "time": stamp(moment), "lon": round(lon, 6), "lat": round(lat, 6)}
    return record | {"speed": speed, "course": 84, "device": device, "source": "vms"} | more


def fishing(vessel, start, hours=4, every=1, place=INSHORE, speed=3.0):
    """Positions of a vessel that fishes off a place, an hour eastwards and an hour back."""
    lon, lat = place
    steps = [step * every for step in range(int(hours / every) + 1)]
    return [
        position(vessel, start + timedelta(hours=hour), (lon + degrees(speed, 1 - abs(1 - hour % 2)), lat), speed)
        for hour in steps
    ]


def sailing(vessel, start, hours, place, speed):
    """Positions of a vessel that goes eastwards, one an hour."""
    lon, lat = place
    return [
        position(vessel, start + timedelta(hours=hour), (lon + degrees(speed, hour), lat), speed)
        for hour in range(hours + 1)
    ]


def degrees(knots, hours):
    """Of longitude, at 13.5° north."""
    return knots * hours / 60 / 0.9724
