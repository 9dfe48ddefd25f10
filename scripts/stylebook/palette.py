"""The colours in which the two styles differ; every text on its ground has a contrast of at least 4.5."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Palette:
    id: str
    name: dict
    sea: str
    land: str
    ink: str
    ink_soft: str
    ink_sea: str
    halo: str
    halo_sea: str
    coast: str
    border: str
    road: str
    road_major: str
    road_casing: str
    rail: str
    contour: str
    building: str
    building_line: str
    parcel_line: str
    unknown: str
    land_use_opacity: float
    plan: str
    red_line: str
    building_limit: str
    power: str
    water: str
    sewer: str
    tree: str
    school: str
    health: str
    address: str
    tourism: str
    sea_line: str
    zones: dict
    fault: str
    plate: str


LIGHT = Palette(
    id="bando-light", name={"vi": "Sáng", "en": "Light"},
    sea="#DBE7EA", land="#F6F4EE", ink="#26343C", ink_soft="#55636B", ink_sea="#2C5364", halo="#FBFAF6",
    halo_sea="#E9F1F3", coast="#A9BDC4", border="#9A8C98", road="#FFFFFF", road_major="#FBE9C2",
    road_casing="#CFC8B8", rail="#8C8F93", contour="#C9B79A", building="#E4DED2", building_line="#C2B9A8",
    parcel_line="#7A6F63", unknown="#DEDCD6", land_use_opacity=0.72, plan="#7B3F98", red_line="#D0021B",
    building_limit="#B35900", power="#7D6200", water="#1668A8", sewer="#6B5B3E", tree="#2E7D32", school="#4B3F9E",
    health="#B3122E", address="#3E5A6B", tourism="#8E2A72", sea_line="#3A6E86",
    zones={"Vùng ven bờ": "#7FB7A6", "Vùng lộng": "#7FA8C9", "Vùng khơi": "#6F86B5", "Vùng cấm": "#D0021B",
           "Vùng cảnh báo": "#C98A1B"},
    fault="#C2410C", plate="#FFFFFF",
)

NIGHT = Palette(
    id="bando-night", name={"vi": "Tối", "en": "Night"},
    sea="#0E1A22", land="#22313B", ink="#E3E9EC", ink_soft="#A8B5BC", ink_sea="#9CC3D5", halo="#131B21",
    halo_sea="#0E1A22", coast="#35505E", border="#7D7389", road="#4A5D6A", road_major="#75684A",
    road_casing="#10181E", rail="#6E7A82", contour="#5A533F", building="#33434E", building_line="#4A5C68",
    parcel_line="#8A98A0", unknown="#4A545A", land_use_opacity=0.5, plan="#C79BE0", red_line="#FF5A67",
    building_limit="#F2A65A", power="#E6C84F", water="#62B1EA", sewer="#C2AE86", tree="#79C97E", school="#B3A6F2",
    health="#FF7D8E", address="#9FBFD2", tourism="#E79BCF", sea_line="#6FA8C2",
    zones={"Vùng ven bờ": "#5FA391", "Vùng lộng": "#5C8FB8", "Vùng khơi": "#6379AD", "Vùng cấm": "#FF5A67",
           "Vùng cảnh báo": "#E0A83E"},
    fault="#FFA868", plate="#DDE4E8",
)

ALL = [LIGHT, NIGHT]
