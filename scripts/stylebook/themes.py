"""The layers of the themes, above the ground: cadastre, planning, infrastructure, addresses, tourism, zones at sea."""

from .parts import BOLD, by_code, get, is_one_of, text, zoomed

# The first three letters: a composite use such as ONT+CLN has the colour of its first part.
LEADING_CODE = ["slice", text("loai_dat"), 0, 3]


# Several uses on one lot.
COMPOSITE = ["in", "+", text("loai_dat")]


def land_use_color(book, layer):
    """The regulated colours; a code that the list does not hold is neutral, never left out."""
    codes = book.catalogue.codes(layer, "loai_dat")
    pairs = [(code["value"], code["color"]) for code in codes if "color" in code]
    return by_code(LEADING_CODE, pairs, book.palette.unknown)


def land_use_fill(book, layer, minzoom=0, calm=1):
    opacity = round(book.palette.land_use_opacity * calm, 2)
    book.fill(layer, land_use_color(book, layer), opacity, minzoom=minzoom)
    book.pattern(layer, "hatch-diagonal", COMPOSITE, part="composite", minzoom=max(minzoom, 14))
    patterned = [code for code in book.catalogue.codes(layer, "loai_dat") if "pattern" in code]
    for code in patterned:
        book.pattern(layer, code["pattern"], ["==", LEADING_CODE, code["value"]], minzoom=max(minzoom, 12))


def zones(book):
    p = book.palette
    color = by_code(get("loai"), p.zones.items(), p.sea_line)
    book.fill("maritime-zones", color, 0.14)
    book.pattern("maritime-zones", "caution-hatch", is_one_of("loai", "Vùng cấm", "Vùng cảnh báo"))
    book.line("maritime-zones", color, zoomed((4, 0.6), (10, 1.6)), part="edge")
    book.area_label("maritime-zones", text("ten"), minzoom=6, color=p.ink_sea, halo=p.halo_sea)


def plans(book):
    p = book.palette
    land_use_fill(book, "landuse-plan")
    book.line("landuse-plan", p.parcel_line, zoomed((12, 0.2), (16, 0.9)), minzoom=12)
    land_use_fill(book, "construction-plan")
    book.line("construction-plan", p.parcel_line, zoomed((12, 0.3), (16, 1.2)), minzoom=12)


def parcels(book):
    p = book.palette
    land_use_fill(book, "parcels", minzoom=12, calm=0.65)
    book.fill("parcels", p.parcel_line, 0.08, part="far", maxzoom=12)
    book.line("parcels", p.parcel_line, zoomed((13, 0.15), (15, 0.5), (18, 1.4)), minzoom=13)


def plan_lines(book):
    p = book.palette
    book.fill("plan-extents", p.plan, 0.06)
    book.line("plan-extents", p.plan, zoomed((6, 0.8), (14, 2.4)), part="edge", dash=[6, 3])
    building = is_one_of("loai", "Chỉ giới xây dựng")
    width = zoomed((12, 0.8), (18, 2.6))
    book.line("red-lines", p.red_line, width, part="red", filter=["!", building])
    book.line("red-lines", p.building_limit, width, part="building", dash=[5, 3], filter=building)
    book.explain("red-lines", "Chỉ giới đường đỏ", "Red lines", line=p.red_line)
    book.explain("red-lines", "Chỉ giới xây dựng", "Building lines", line=p.building_limit, dash=[5, 3])


def networks(book):
    p = book.palette
    high = [">=", ["to-number", get("dien_ap"), 0], 110]
    book.line("power-lines", p.power, ["case", high, 2.2, 1.2], dash=[8, 2, 2, 2])
    book.line("water-pipes", p.water, zoomed((11, 0.6), (18, 3)))
    book.line("sewers", p.sewer, zoomed((11, 0.6), (18, 3)), dash=[3, 2])
    flow = {
        "symbol-placement": "line", "symbol-spacing": 120, "icon-image": "arrow", "icon-rotate": 90, "icon-size": 0.6,
        "icon-allow-overlap": True,
    }
    book.add("sewers", "flow", "symbol", {}, flow, minzoom=16)


def points(book):
    p = book.palette
    broken = is_one_of("tinh_trang", "Hỏng", "Đang sửa chữa", "Ngừng sử dụng", "Nghiêng", "Sâu bệnh", "Đã chết")
    checked = [
        ("manholes", "manhole", p.sewer), ("valves", "valve", p.water), ("trees", "tree", p.tree),
        ("power-poles", "pole", p.power), ("street-lamps", "lamp", p.power), ("hydrants", "hydrant", p.red_line),
    ]
    for layer, icon, color in checked:
        title = book.catalogue.layers[layer]["title"]
        book.explain(layer, title["vi"], title["en"], color=color, icon=icon)
        book.explain(layer, "Hư hỏng, đang sửa chữa hoặc ngừng sử dụng", "Broken, under repair or out of use",
                     color=p.fault, icon=icon)
        label = text("loai_cay" if layer == "trees" else "ma")
        book.point(layer, icon, color, label, text_from=17, broken=broken)
    book.point("addresses", "address", p.address, text("so_nha"))
    book.point("substations", "substation", p.power, text("ten"), text_from=14)
    places = [
        ("schools", "school", p.school, "ten"), ("health-stations", "health-station", p.health, "ten"),
        ("lodging", "lodging", p.tourism, "ten"), ("ocop-products", "ocop", p.tree, "san_pham"),
        ("tourism-places", "tourism", p.tourism, "ten"),
    ]
    for layer, icon, color, label in places:
        book.point(layer, icon, color, text(label), text_from=12 if layer == "tourism-places" else 14)


def area_names(book):
    """What is written into polygons, each at its one label point."""
    p = book.palette
    tight = {"text-padding": 1}
    parcel = ["step", ["zoom"], text("so_thua"), 18,
              ["format", text("loai_dat"), {}, "\n", {}, text("so_thua"), {"text-font": ["literal", BOLD]}]]
    book.area_label("parcels", parcel, minzoom=16, layout=tight)
    book.area_label("landuse-plan", text("loai_dat"), minzoom=13, layout=tight)
    lot = ["step", ["zoom"], text("ky_hieu_lo"), 16,
           ["format", text("ky_hieu_lo"), {"text-font": ["literal", BOLD]}, "\n", {}, text("mat_do_xd"), {},
            " % · ", {}, text("tang_cao"), {}, " tầng", {}]]
    book.area_label("construction-plan", lot, minzoom=14, layout=tight)
    book.area_label("plan-extents", text("ten_do_an"), minzoom=10, maxzoom=16, color=p.plan)
    book.area_label("buildings", text("ten"), minzoom=16, color=p.ink_soft, layout=tight)


def line_names(book):
    p = book.palette
    width = ["case", ["has", "lo_gioi"], ["concat", "LG ", text("lo_gioi"), " m"], ""]
    book.along("red-lines", width, minzoom=15, color=p.red_line)
    book.along("contours", text("do_cao"), minzoom=13, color=p.ink_soft)
    book.along("power-lines", text("ten"), minzoom=13, color=p.power)
    pipe = ["case", ["has", "duong_kinh"], ["concat", "DN", text("duong_kinh")], ""]
    book.along("water-pipes", pipe, minzoom=16, color=p.water)
    book.along("sewers", text("kich_thuoc"), minzoom=16, color=p.sewer)
