"""A whole MapLibre style document."""

from . import background, legend, themes
from .parts import Book


def style(palette, catalogue):
    book = Book(palette, catalogue)
    draw(book)
    return {
        "version": 8,
        "name": palette.name["vi"],
        "metadata": {
            "bando:title": palette.name,
            "bando:legend": {layer: legend.entries(book, layer) for layer in catalogue.layers},
        },
        "center": [109.2, 13.78],
        "zoom": 11,
        "sprite": "/sprites/bando",
        "glyphs": "/fonts/{fontstack}/{range}.pbf",
        "sources": {layer: source(layer) for layer in catalogue.layers},
        "layers": book.layers,
    }


def source(layer):
    return {"type": "vector", "url": f"/tiles/{layer}.json"}


def draw(book):
    """From below: ground, areas, lines, their names, points, which names give way to, and the islands' names above all."""
    background.ground(book)
    themes.zones(book)
    themes.plans(book)
    themes.parcels(book)
    background.buildings(book)
    background.roads(book)
    background.units(book)
    background.sea_lines(book)
    themes.plan_lines(book)
    themes.networks(book)
    background.road_names(book)
    themes.line_names(book)
    themes.area_names(book)
    background.unit_names(book)
    themes.points(book)
    background.islands(book)
