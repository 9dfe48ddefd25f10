"""Vector tiles read from their bytes by the Mapbox Vector Tile specification 2.1, with every rule that a tile breaks.

Nothing is forgiven and nothing is guessed: a reader that repairs what it reads proves nothing about who wrote it.
Coordinates are tile units, y growing downward.
"""

import struct
from dataclasses import dataclass, field

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
POINT, LINE, POLYGON = 1, 2, 3
MOVE, DRAW, CLOSE = 1, 2, 7


class Malformed(Exception):
    """The bytes are no vector tile."""


@dataclass
class Feature:
    id: int | None
    kind: int
    properties: dict
    # Points: one list of vertices. Lines: a list for each. Polygons: a list for each ring, open, with its sign.
    parts: list
    # Twice the area of its rings, holes taken off.
    doubled_area: int = 0


@dataclass
class Layer:
    name: str = ""
    version: int | None = None
    extent: int = 4096
    features: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    values: list = field(default_factory=list)


def varint(data, position):
    value = shift = 0
    while True:
        if position >= len(data):
            raise Malformed("a varint runs over the end")
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
        if shift > 63:
            raise Malformed("a varint is longer than ten bytes")


def fields(message):
    """Number, wire type and content of every field."""
    position = 0
    while position < len(message):
        key, position = varint(message, position)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            content, position = varint(message, position)
        else:
            if wire == BYTES:
                size, position = varint(message, position)
            elif wire in (FIXED32, FIXED64):
                size = 4 if wire == FIXED32 else 8
            else:
                raise Malformed(f"wire type {wire}")
            content, position = message[position : position + size], position + size
            if position > len(message):
                raise Malformed("a field runs over the end")
        yield number, wire, content


def packed(content):
    position, numbers = 0, []
    while position < len(content):
        number, position = varint(content, position)
        numbers.append(number)
    return numbers


def zigzag(number):
    return number >> 1 ^ -(number & 1)


class Reader:
    """Reads a tile and collects the rules that it breaks in `faults`."""

    def __init__(self, data):
        self.faults = []
        self.layers = []
        for number, wire, content in fields(data):
            if (number, wire) != (3, BYTES):
                self.fault(f"a tile has only layers, not field {number}")
                continue
            self.layers.append(self.layer(content))
        names = [layer.name for layer in self.layers]
        if len(set(names)) != len(names):
            self.fault(f"layer names are unique, not {names}")

    def fault(self, text):
        self.faults.append(text)

    def layer(self, message):
        layer, messages = Layer(), []
        seen = []
        for number, wire, content in fields(message):
            seen.append(number)
            match number, wire:
                case 15, 0:
                    layer.version = content
                case 1, 2:
                    layer.name = content.decode()
                case 2, 2:
                    messages.append(content)
                case 3, 2:
                    layer.keys.append(content.decode())
                case 4, 2:
                    layer.values.append(self.value(content))
                case 5, 0:
                    layer.extent = content
                case _:
                    self.fault(f"a layer has no field {number} of wire type {wire}")
        self.check_layer(layer, seen, messages)
        layer.features = [self.feature(layer, content) for content in messages]
        ids = [feature.id for feature in layer.features]
        if None in ids or len(set(ids)) != len(ids):
            self.fault(f"{layer.name}: every feature has an id of its own")
        return layer

    def check_layer(self, layer, seen, messages):
        for number, name in ((15, "version"), (1, "name"), (5, "extent")):
            if seen.count(number) != 1:
                self.fault(f"a layer has one {name}, not {seen.count(number)}")
        if layer.version != 2:
            self.fault(f"{layer.name}: version is 2, not {layer.version}")
        if layer.extent <= 0:
            self.fault(f"{layer.name}: extent {layer.extent}")
        if not messages:
            self.fault(f"{layer.name}: a layer has at least one feature")
        if len(set(layer.keys)) != len(layer.keys):
            self.fault(f"{layer.name}: a key is listed twice")
        if len(set(layer.values)) != len(layer.values):
            self.fault(f"{layer.name}: a value is listed twice")

    def value(self, message):
        """The type's number with the value, since 1 and 1.0 are two values."""
        contents = list(fields(message))
        if len(contents) != 1:
            self.fault(f"a value holds exactly one type, not {len(contents)}")
            return (0, None)
        number, wire, content = contents[0]
        expected = {1: BYTES, 2: FIXED32, 3: FIXED64, 4: VARINT, 5: VARINT, 6: VARINT, 7: VARINT}
        if expected.get(number) != wire:
            self.fault(f"a value has no field {number} of wire type {wire}")
            return (0, None)
        match number:
            case 1:
                return (1, content.decode())
            case 2:
                return (2, struct.unpack("<f", content)[0])
            case 3:
                return (3, struct.unpack("<d", content)[0])
            case 4:
                return (4, content - (1 << 64) if content >= 1 << 63 else content)
            case 6:
                return (6, zigzag(content))
            case 7:
                return (7, bool(content))
        return (number, content)

    def feature(self, layer, message):
        feature_id, kind, tags, commands = None, 0, [], []
        for number, wire, content in fields(message):
            match number, wire:
                case 1, 0:
                    feature_id = content
                case 2, 2:
                    tags = packed(content)
                case 3, 0:
                    kind = content
                case 4, 2:
                    commands = packed(content)
                case _:
                    self.fault(f"a feature has no field {number} of wire type {wire}")
        where = f"{layer.name} {feature_id}"
        feature = Feature(feature_id, kind, self.properties(layer, tags, where), [])
        if kind not in (POINT, LINE, POLYGON):
            self.fault(f"{where}: geometry type {kind}")
        feature.parts = Geometry(kind, commands, lambda text: self.fault(f"{where}: {text}")).parts
        feature.doubled_area = sum(map(signed_area, feature.parts)) if kind == POLYGON else 0
        return feature

    def properties(self, layer, tags, where):
        if len(tags) % 2:
            self.fault(f"{where}: an odd number of tags")
        pairs = list(zip(tags[::2], tags[1::2]))
        if any(key >= len(layer.keys) or value >= len(layer.values) for key, value in pairs):
            self.fault(f"{where}: a tag points beyond the lists")
            return {}
        if len({key for key, _ in pairs}) != len(pairs):
            self.fault(f"{where}: a key occurs twice")
        return {layer.keys[key]: layer.values[value][1] for key, value in pairs}


class Geometry:
    """The parts that a feature's commands draw."""

    def __init__(self, kind, commands, fault):
        self.fault = fault
        self.commands = commands
        self.position = 0
        self.cursor = (0, 0)
        self.parts = []
        if not commands:
            fault("a feature has a geometry")
            return
        if kind == POINT:
            self.parts.append(self.vertices(MOVE, "points are one MoveTo", least=1))
            if self.position < len(commands):
                fault("points are one MoveTo and nothing else")
            return
        while self.position < len(commands):
            self.parts.append(self.path(kind))
        if kind == POLYGON:
            self.check_rings()

    def path(self, kind):
        start = self.vertices(MOVE, "a path begins with one MoveTo", least=1, most=1)
        drawn = self.vertices(DRAW, "a path goes on with LineTo", least=1 if kind == LINE else 2, moving=True)
        if kind == POLYGON:
            self.command(CLOSE, "a ring ends with ClosePath", least=1, most=1)
        return start + drawn

    def command(self, wanted, rule, least, most=None):
        if self.position >= len(self.commands):
            self.fault(f"{rule}, but the commands end")
            return 0
        command = self.commands[self.position]
        self.position += 1
        name, count = command & 7, command >> 3
        if name != wanted or count < least or (most is not None and count > most):
            self.fault(f"{rule}, not command {name} with count {count}")
            self.position = len(self.commands)
            return 0
        return count

    def vertices(self, wanted, rule, least, most=None, moving=False):
        count = self.command(wanted, rule, least, most)
        if self.position + 2 * count > len(self.commands):
            self.fault(f"{rule}, but its parameters run over the end")
            self.position = len(self.commands)
            return []
        result = []
        for _ in range(count):
            x, y = map(zigzag, self.commands[self.position : self.position + 2])
            self.position += 2
            if max(abs(x), abs(y)) > 2**31 - 1:
                self.fault("a parameter is beyond 2^31 - 1")
            if moving and (x, y) == (0, 0):
                self.fault("a LineTo stays where it is")
            self.cursor = (self.cursor[0] + x, self.cursor[1] + y)
            result.append(self.cursor)
        return result

    def check_rings(self):
        for number, ring in enumerate(self.parts):
            area = signed_area(ring)
            if area == 0:
                self.fault("a ring has no area")
            if number == 0 and area < 0:
                self.fault("the first ring is an interior one")
            if ring and ring[0] == ring[-1]:
                self.fault("a ring repeats its first vertex")


def signed_area(ring):
    """Twice the area by the surveyor's formula, positive for a ring that is clockwise on the screen."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]))


def polygons(feature):
    """The rings of a feature as polygons: an exterior ring with the interior ones that follow it."""
    result = []
    for ring in feature.parts:
        if signed_area(ring) > 0:
            result.append((ring, []))
        elif result:
            result[-1][1].append(ring)
    return result
