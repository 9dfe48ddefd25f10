"""The calm ground: sea, land, contours, buildings, roads, units, lines at sea, and the names of the islands."""

from .parts import BOLD, ITALIC, REGULAR, get, is_one_of, text, zoomed

MAJOR = ["Đường cao tốc", "Quốc lộ", "Đường chính"]
MIDDLE = ["Đường tỉnh", "Đường huyện", "Đường thứ cấp"]
MIDDLE_STREETS = ["Đường trục chính đô thị", "Đường chính đô thị", "Đường liên khu vực", "Đường chính khu vực"]
RAIL = ["Đường sắt"]


def ground(book):
    p = book.palette
    role = {"bando:role": "ground"}
    book.layers.append({"id": "sea", "type": "background", "metadata": role, "paint": {"background-color": p.sea}})
    book.layers.append({
        "id": "land", "type": "fill", "metadata": role, "source": "province", "source-layer": "province",
        "paint": {"fill-color": p.land, "fill-antialias": True, "fill-outline-color": p.coast},
    })
    contours(book)


def contours(book):
    p = book.palette
    index = ["==", get("loai"), "Bình độ cái"]
    book.line("contours", p.contour, ["case", index, 1.1, 0.5], minzoom=11, opacity=0.8)


def buildings(book):
    p = book.palette
    book.fill("buildings", p.building, zoomed((13, 0), (14.5, 1)), outline=p.building_line, minzoom=13)


def roads(book):
    p = book.palette
    rail = is_one_of("loai_duong", *RAIL)
    major = is_one_of("loai_duong", *MAJOR)
    middle = ["any", is_one_of("loai_duong", *MIDDLE), is_one_of("cap_duong", *MIDDLE_STREETS)]
    book.line("roads", p.road_casing, widths(major, middle, 1.6), part="casing", filter=["!", rail], minzoom=6)
    book.line("roads", ["case", major, p.road_major, p.road], widths(major, middle, 0), part="line",
              filter=["!", rail])
    book.line("roads", p.rail, zoomed((6, 0.6), (14, 2)), part="rail", dash=[4, 2], filter=rail)
    book.explain("roads", "Đường cao tốc, quốc lộ, đường chính", "Expressways, national and main roads",
                 line=p.road_major, casing=p.road_casing, width=4)
    book.explain("roads", "Đường khác", "Other roads", line=p.road, casing=p.road_casing, width=2)
    book.explain("roads", "Đường sắt", "Railways", line=p.rail, dash=[4, 2], width=1.5)


def widths(major, middle, casing):
    """Road widths in pixels by zoom and kind; `casing` is what both edges add."""
    def at(wide, mid, narrow):
        return ["case", major, wide + casing, middle, mid + casing, narrow + casing]
    return zoomed((5, at(0.8, 0.4, 0.2)), (10, at(2.2, 1.4, 0.6)), (14, at(6, 4, 2.4)), (18, at(24, 18, 12)))


def road_names(book):
    book.along("roads", text("ten"), minzoom=13, color=book.palette.ink_soft)


def units(book):
    p = book.palette
    book.line("commune", p.border, zoomed((8, 0.4), (12, 1), (16, 2)), dash=[3, 2], minzoom=8, opacity=0.75)
    book.line("district", p.border, zoomed((6, 0.6), (12, 1.6)), dash=[5, 2, 1, 2], minzoom=6, opacity=0.85)
    book.line("province", p.border, zoomed((3, 0.5), (8, 1.4), (14, 3)), dash=[6, 2, 1, 2], minzoom=3)


def unit_names(book):
    p = book.palette
    room = {"text-padding": 6}
    book.area_label("commune", ["coalesce", get("full_name"), get("name")],
                    minzoom=10, maxzoom=17, color=p.ink_soft, layout=room)
    book.area_label("district", get("name"), minzoom=8, maxzoom=13, color=p.ink_soft, layout=room)
    book.area_label("province", get("name"), size=zoomed((5, 14), (9, 18)), minzoom=5, maxzoom=10, font=BOLD,
                    color=p.ink, layout=room)


def sea_lines(book):
    p = book.palette
    warning = is_one_of("loai", "Đường cảnh báo")
    delimited = is_one_of("loai", "Đường phân định", "Ranh giới thềm lục địa")
    fishing = is_one_of("loai", "Tuyến bờ", "Tuyến lộng")
    rest = ["!", ["any", warning, delimited, fishing]]
    width = zoomed((3, 0.8), (8, 1.4), (12, 2.2))
    book.line("maritime-lines", p.sea_line, width, part="line", filter=rest, opacity=0.8)
    book.line("maritime-lines", p.sea_line, width, part="delimited", dash=[6, 2, 1, 2], filter=delimited)
    book.line("maritime-lines", p.sea_line, width, part="fishing", dash=[4, 3], filter=fishing)
    book.line("maritime-lines", p.fault, width, part="warning", dash=[2, 2], filter=warning)
    book.explain("maritime-lines", "Đường cơ sở, đường bờ biển, luồng", "Baseline, coast line, channels", line=p.sea_line)
    book.explain("maritime-lines", "Đường phân định, ranh giới thềm lục địa",
                 "Delimitation lines, continental shelf boundaries", line=p.sea_line, dash=[6, 2, 1, 2])
    book.explain("maritime-lines", "Tuyến bờ, tuyến lộng", "Coastal and inshore fishing limits", line=p.sea_line,
                 dash=[4, 3])
    book.explain("maritime-lines", "Đường cảnh báo nghiệp vụ", "Operational warning lines", line=p.fault, dash=[2, 2])
    book.along("maritime-lines", text("ten"), minzoom=7, font=ITALIC, color=p.ink_sea, halo=p.halo_sea, spacing=500,
               beside=0.9)


def islands(book):
    """Hoàng Sa and Trường Sa stand at every zoom: nothing pushes them away, and the names of their islands make room.

    What is drawn last is placed first: so the archipelagos come last, and single islands move a little or wait for a
    nearer view where an archipelago's name stands.
    """
    p = book.palette
    kept = {
        "text-allow-overlap": True, "text-padding": 0, "text-max-width": 8, "symbol-sort-key": ["coalesce", get("cap"), 9],
    }
    named = ["any", ["in", "Hoàng Sa", text("ten")], ["in", "Trường Sa", text("ten")]]
    part = is_one_of("loai", "Đảo", "Đá, bãi", "Biển, vịnh")
    archipelago = ["any", is_one_of("loai", "Quần đảo"), ["all", named, ["!", part]]]
    long_name = ["case", ["to-boolean", get("ten_phu")],
                 ["format", get("ten"), {}, "\n", {}, get("ten_phu"), {"font-scale": 0.85}], get("ten")]
    names = ["step", ["zoom"], get("ten"), 4, long_name]
    sea = ["any", is_one_of("loai", "Biển, vịnh"), ["==", get("cap"), 1]]
    other = ["all", ["!", archipelago]]
    book.label("island-labels", get("ten"), part="other", size=14, font=REGULAR, color=p.ink_sea, halo=p.halo_sea,
               filter=[*other, ["!", sea]], minzoom=6,
               layout={"text-padding": 2, "text-variable-anchor": ["center", "left", "right", "bottom", "top"],
                       "text-radial-offset": 0.4, "symbol-sort-key": ["coalesce", get("cap"), 9]})
    book.label("island-labels", names, part="first", size=14, font=ITALIC, color=p.ink_sea, halo=p.halo_sea,
               filter=[*other, sea], minzoom=3, layout={**kept, "text-ignore-placement": True})
    apart = {**kept, "text-anchor": ["case", ["in", "Hoàng Sa", text("ten")], "bottom", "top"]}
    book.label("island-labels", names, part="archipelago", size=zoomed((0, 12), (4, 14), (9, 18)), font=BOLD,
               color=p.ink_sea, halo=p.halo_sea, filter=archipelago, layout=apart)
