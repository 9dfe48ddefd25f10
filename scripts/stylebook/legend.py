"""The legend of a style, layer by layer, in both languages: a code list gives an entry for each of its codes."""

from .themes import LEADING_CODE

ZONES = ("maritime-zones", "loai")


def entries(book, layer):
    definition = book.catalogue.layers[layer]
    drawn = [each for each in book.layers if each["metadata"].get("bando:layer") == layer]
    fill = next((each["paint"]["fill-color"] for each in drawn if each["type"] == "fill"), None)
    if isinstance(fill, list) and fill[1] == LEADING_CODE:
        return land_use(book, layer)
    if layer == ZONES[0]:
        return coded(book, *ZONES)
    if layer in book.explained:
        return book.explained[layer]
    return [{"title": definition["title"], **look(drawn)}]


def land_use(book, layer):
    found = []
    for code in book.catalogue.codes(layer, "loai_dat"):
        entry = {"code": code["value"], "title": code["title"], "color": code.get("color", book.palette.unknown)}
        if "pattern" in code:
            entry["pattern"] = code["pattern"]
        if code.get("retired"):
            entry["retired"] = True
        found.append(entry)
    unknown = {"vi": "Mã khác, chưa có trong danh mục", "en": "Another code, not in the list"}
    several = {"vi": "Nhiều mục đích trên một thửa (màu của mục đích ghi trước)",
               "en": "Several uses on one lot (the colour of the first)"}
    return [
        *found,
        {"title": several, "pattern": "hatch-diagonal"},
        {"title": unknown, "color": book.palette.unknown},
    ]


def coded(book, layer, field):
    colors = book.palette.zones
    return [
        {"code": code["value"], "title": code["title"], "color": colors.get(code["value"], book.palette.sea_line)}
        for code in book.catalogue.codes(layer, field)
    ]


def look(drawn):
    """How one entry is drawn: the icon, line, disc or fill of the layer's style layers."""
    shown = {}
    for each in drawn:
        paint, layout = each.get("paint", {}), each.get("layout", {})
        if isinstance(layout.get("icon-image"), str):
            shown["icon"] = layout["icon-image"]
        for key, name in (("circle-stroke-color", "color"), ("fill-color", "color"), ("line-color", "line")):
            if key in paint:
                shown.setdefault(name, plain(paint[key]))
        if "line-dasharray" in paint:
            shown.setdefault("dash", paint["line-dasharray"])
    if not shown:
        shown["text"] = plain(drawn[0]["paint"]["text-color"])
    return shown


def plain(value):
    """The colour that an expression ends in, which is the one of the ordinary case."""
    return plain(value[-1]) if isinstance(value, list) else value
