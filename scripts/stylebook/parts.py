"""The pieces of which style layers are made: all of ours carry the layer and the theme that they draw."""

REGULAR = ["Noto Sans Regular"]
BOLD = ["Noto Sans Bold"]
ITALIC = ["Noto Sans Italic"]

# Shown from the start; the others wait for their switch.
SHOWN = {
    "province", "commune", "roads", "parcels", "contours", "buildings", "maritime-lines", "island-labels",
}


# From this zoom points have room for an icon.
PLATE_ZOOM = 15
# Lamps, trees and the like stand so close that plates from afar would hide the street and one another.
DENSE_PLATE_ZOOM = 18


class Book:
    """Collects the style layers of one style, from below."""

    def __init__(self, palette, catalogue):
        self.palette = palette
        self.catalogue = catalogue
        self.layers = []
        self.explained = {}

    def explain(self, layer, vi, en, **look):
        """Adds an entry to the legend of a layer that is drawn in several ways; without one it has its title."""
        self.explained.setdefault(layer, []).append({"title": {"vi": vi, "en": en}, **look})

    def add(self, layer, part, kind, paint, layout=None, **more):
        """Adds a style layer `{layer}-{part}`; `more` takes filter, zooms and `tile_layer`."""
        definition = self.catalogue.layers[layer]
        drawn = {
            "id": f"{layer}-{part}", "type": kind,
            "metadata": {"bando:layer": layer, "bando:theme": definition["theme"]},
            "source": layer, "source-layer": more.get("tile_layer", layer),
        }
        for key in ("minzoom", "maxzoom", "filter"):
            if key in more:
                drawn[key] = more[key]
        drawn["layout"] = {"visibility": "visible" if layer in SHOWN else "none", **(layout or {})}
        drawn["paint"] = paint
        self.layers.append(drawn)

    def fill(self, layer, color, opacity, part="fill", **more):
        paint = {"fill-color": color, "fill-opacity": opacity}
        if "outline" in more:
            paint["fill-outline-color"] = more.pop("outline")
        self.add(layer, part, "fill", paint, **more)

    def pattern(self, layer, image, chosen, part="pattern", **more):
        self.add(layer, part, "fill", {"fill-pattern": image, "fill-opacity": 0.6}, filter=chosen, **more)

    def line(self, layer, color, width, part="line", dash=None, opacity=None, cap="round", **more):
        paint = {"line-color": color, "line-width": width}
        if dash:
            paint["line-dasharray"] = dash
        if opacity is not None:
            paint["line-opacity"] = opacity
        self.add(layer, part, "line", paint, {"line-cap": "butt" if dash else cap, "line-join": "round"}, **more)

    def label(self, layer, text, part="label", size=14, font=REGULAR, color=None, halo=None, layout=None, **more):
        paint = {
            "text-color": color or self.palette.ink, "text-halo-color": halo or self.palette.halo,
            "text-halo-width": 1.6,
        }
        merged = {"text-field": text, "text-font": font, "text-size": size, "text-max-width": 9, **(layout or {})}
        self.add(layer, part, "symbol", paint, merged, **more)

    def area_label(self, layer, text, **more):
        """A label at the one point that each polygon has in the tile layer `{id}:label`."""
        self.label(layer, text, tile_layer=f"{layer}:label", **more)

    def along(self, layer, text, spacing=350, beside=0, **more):
        """A name along a line: on it, or so many ems beside it, so that a thin or broken line does not strike it through."""
        layout = {"symbol-placement": "line", "symbol-spacing": spacing, "text-max-angle": 30}
        if beside:
            layout["text-offset"] = [0, beside]
        self.label(layer, text, layout=layout, **more)

    def point(self, layer, icon, color, text, text_from=16, broken=None):
        """A dot from afar, a plate with an icon in a coloured ring from near, the name when there is room.

        Where `broken` holds, dot and ring have the colour of a fault, and the ring is thicker.
        """
        single = ["!", ["has", "point_count"]]
        plate = self.plate_zoom(layer)
        self.disc(layer, color, single, broken)
        layout = {
            "icon-image": icon, "icon-size": ["step", ["zoom"], 0.8, max(17, plate), 1], "icon-allow-overlap": True,
        }
        self.add(layer, "icon", "symbol", {}, layout, minzoom=plate, filter=single)
        layout = {"text-anchor": "top", "text-offset": [0, 1.1], "text-optional": True}
        self.label(layer, text, minzoom=plate if self.is_dense(layer) else text_from, filter=single, layout=layout)
        if self.is_dense(layer):
            self.cluster(layer, color)

    def is_dense(self, layer):
        return bool(self.catalogue.layers[layer].get("tiles", {}).get("clusterRadius"))

    def plate_zoom(self, layer):
        return DENSE_PLATE_ZOOM if self.is_dense(layer) else PLATE_ZOOM

    def disc(self, layer, color, chosen, broken):
        p, plate = self.palette, self.plate_zoom(layer)
        mark = ["case", broken, p.fault, color] if broken else color
        ring = ["case", broken, 4, 2] if broken else 2
        paint = {
            "circle-color": ["step", ["zoom"], mark, plate, p.plate],
            "circle-radius": ["step", ["zoom"], 2.5, *self.radii(plate)],
            "circle-stroke-color": ["step", ["zoom"], p.halo, plate, mark],
            "circle-stroke-width": ["step", ["zoom"], 0.75, plate, ring],
        }
        self.add(layer, "disc", "circle", paint, filter=chosen)

    @staticmethod
    def radii(plate):
        """Zooms and radii of a disc: a dot that grows, then a plate."""
        return [11, 3.5, plate, 11, 17, 13] if plate < 17 else [11, 3, 15, 4, 17, 5.5, plate, 13]

    def cluster(self, layer, color):
        many = ["has", "point_count"]
        paint = {
            "circle-color": color, "circle-opacity": 0.85, "circle-stroke-color": self.palette.halo,
            "circle-stroke-width": 2,
            "circle-radius": ["interpolate", ["linear"], ["get", "point_count"], 2, 10, 50, 16, 500, 24],
        }
        self.add(layer, "cluster", "circle", paint, filter=many)
        layout = {"text-allow-overlap": True, "text-ignore-placement": True}
        self.label(
            layer, ["to-string", ["get", "point_count"]], part="count", font=BOLD, color=self.palette.halo,
            halo=color, filter=many, layout=layout)


def zoomed(*stops):
    """A value that grows with the zoom: pairs of zoom and value."""
    return ["interpolate", ["linear"], ["zoom"], *[part for stop in stops for part in stop]]


def get(field):
    return ["get", field]


def text(field):
    """A field as text; empty where the feature has none."""
    return ["to-string", ["get", field]]


def is_one_of(field, *values):
    return ["in", get(field), ["literal", list(values)]]


def by_code(field, pairs, otherwise):
    """A match of a field's codes; codes of one colour share a label list."""
    groups = {}
    for value, result in pairs:
        groups.setdefault(result, []).append(value)
    parts = []
    for result, values in groups.items():
        parts += [values if len(values) > 1 else values[0], result]
    return ["match", field, *parts, otherwise]
