/// Finds the coordinate system of positions that come without one or with a doubtful one.
///
/// Degrees are told from metres by size, swapped axes by which ordinate is too large for an easting, the zone by
/// trying all of them and keeping those that land in the reference area. What two systems explain equally well
/// (3405 and 32648 lie 225 m apart) is asked, never guessed; nor is a declaration overruled in silence.
package struct CRSDetector {
    /// Positions as the file has them, in its order of axes; a few hundred spread over the file are enough.
    package var sample: [Coordinate]
    package var declared: DeclaredCRS?
    /// Where the data should lie: the smallest areas known. Empty where nothing is known.
    package var references: [ReferenceArea]
    /// Where data lies that is known to be right, such as layers imported before: separates zones that the reference
    /// areas leave open (neighbours 15′ apart lie 27 km apart), never systems that differ by less.
    package var controls: [ReferenceArea]
    /// What the user said about the axes; `nil` to find out.
    package var axes: AxisOrder?
    /// Turns positions, east first, of a system into longitude and latitude in WGS 84; `nil` where it cannot.
    private let toLonLat: ([Coordinate], CRS) -> [Coordinate]?

    package init(
        sample: [Coordinate], declared: DeclaredCRS? = nil, references: [ReferenceArea] = [],
        controls: [ReferenceArea] = [], axes: AxisOrder? = nil,
        toLonLat: @escaping ([Coordinate], CRS) -> [Coordinate]?
    ) {
        self.sample = sample.filter(\.isFinite)
        self.declared = declared
        self.references = references
        self.controls = controls
        self.axes = axes
        self.toLonLat = toLonLat
    }

    /// Decides, in the order: nothing to judge, degrees, damaged metres, what is declared, the zones.
    package func decide() -> CRSDecision {
        guard !sample.isEmpty else { return .unknown(CRSSentence.noCoordinates) }
        let looksGeographic = isMostly(sample) { abs($0.x) <= 180 && abs($0.y) <= 180 }
        if let declared {
            return declared.isGeographic == looksGeographic
                ? judgeDeclared(declared) : contradicted(declared, looksGeographic: looksGeographic)
        }
        return looksGeographic ? judgeDegrees() : judgeMetres()
    }

    /// At least nine in ten: single bad records are for the import's report.
    private func isMostly(_ points: [Coordinate], _ test: (Coordinate) -> Bool) -> Bool {
        points.count(where: test) * 10 >= points.count * 9
    }
}

// MARK: - Degrees

extension CRSDetector {
    private func judgeDegrees() -> CRSDecision {
        switch degreeAxes() {
        case .eastNorth?:
            return .found(.crs84, axes: .eastNorth, evidence: [CRSSentence.degrees] + strays(.eastNorth))
        case .northEast?:
            return .found(.crs84, axes: .northEast, evidence: [CRSSentence.swappedDegrees] + strays(.northEast))
        case nil:
            return .unknown(CRSSentence.degreesElsewhere(BoundingBox(enclosing: sample)))
        }
    }

    /// The order in which most positions lie in Vietnam (its latitudes and longitudes are disjoint).
    private func degreeAxes() -> AxisOrder? {
        if let axes { return isMostly(oriented(axes), VietnamZones.bounds.contains) ? axes : nil }
        let straight = sample.count { VietnamZones.bounds.contains($0) }
        let swapped = sample.count { VietnamZones.bounds.contains(Coordinate(x: $0.y, y: $0.x)) }
        guard straight + swapped > 0, max(straight, swapped) * 2 > sample.count else { return nil }
        return straight >= swapped ? .eastNorth : .northEast
    }

    /// A sentence about positions in the other order or outside the country.
    private func strays(_ axes: AxisOrder) -> [LocalizedText] {
        let count = oriented(axes).count { !VietnamZones.bounds.contains($0) }
        return count == 0 ? [] : [CRSSentence.strays(count, of: sample.count)]
    }

    private func oriented(_ axes: AxisOrder) -> [Coordinate] {
        axes == .eastNorth ? sample : sample.map { Coordinate(x: $0.y, y: $0.x) }
    }
}

// MARK: - Metres

extension CRSDetector {
    private func judgeMetres() -> CRSDecision {
        guard let axes = metricAxes() else { return .unknown(damage()) }
        let fitting = candidates(axes)
        guard let first = fitting.first else { return .unknown(CRSSentence.noZone(references.map(\.name))) }
        if fitting.count == 1, !references.isEmpty {
            return .found(first.crs, axes: axes, evidence: metricEvidence(first))
        }
        if let known = besideControls(fitting, axes) {
            let evidence = swapEvidence(axes) + [CRSSentence.besideKnown(known, controls.map(\.name))]
            return .found(known.crs, axes: axes, evidence: evidence)
        }
        return .ambiguous(fitting, CRSSentence.choose(fitting, references.map(\.name)))
    }

    /// The one candidate that lies on data known to be right.
    private func besideControls(_ candidates: [CRSCandidate], _ axes: AxisOrder) -> CRSCandidate? {
        let beside = candidates.filter { candidate in
            guard let places = toLonLat(oriented(axes), candidate.crs) else { return false }
            return isMostly(places) { place in controls.contains { $0.contains(place) } }
        }
        return beside.count == 1 ? beside[0] : nil
    }

    private func swapEvidence(_ axes: AxisOrder) -> [LocalizedText] {
        axes == .northEast ? [CRSSentence.swappedMetres] : []
    }

    private func metricEvidence(_ candidate: CRSCandidate) -> [LocalizedText] {
        swapEvidence(candidate.axes) + [CRSSentence.onlyZone(candidate, references.map(\.name))]
    }

    /// Which ordinate is the northing; `nil` where neither order makes a position of the country.
    private func metricAxes() -> AxisOrder? {
        let limit = VietnamZones.northingThreshold
        func fits(_ axes: AxisOrder) -> Bool {
            isMostly(oriented(axes)) { (100_000..<limit).contains($0.x) && (limit...2_700_000).contains($0.y) }
        }
        if let axes { return fits(axes) ? axes : nil }
        return fits(.eastNorth) ? .eastNorth : fits(.northEast) ? .northEast : nil
    }

    /// The zones whose positions land in the reference areas, or in the country where there are none; best first.
    private func candidates(_ axes: AxisOrder) -> [CRSCandidate] {
        let points = oriented(axes)
        let found = VietnamZones.candidates.compactMap { candidate($0.crs, axes, points) }
        let best = found.map(\.share).max() ?? 0
        return found.filter { $0.share >= 0.5 && $0.share >= best - 0.1 }.sorted { $0.share > $1.share }
    }

    private func candidate(_ crs: CRS, _ axes: AxisOrder, _ points: [Coordinate]) -> CRSCandidate? {
        guard let places = toLonLat(points, crs)?.filter(\.isFinite), let extent = BoundingBox(enclosing: places) else {
            return nil
        }
        let inside = places.count { place in
            references.isEmpty
                ? VietnamZones.bounds.contains(place) : references.contains { $0.contains(place) }
        }
        return CRSCandidate(crs: crs, axes: axes, share: Double(inside) / Double(points.count), extent: extent)
    }

    /// Says what is wrong with metres that are in no zone.
    private func damage() -> LocalizedText {
        let large = sample.map { max(abs($0.x), abs($0.y)) }.sorted()[sample.count / 2]
        let small = sample.map { min(abs($0.x), abs($0.y)) }.sorted()[sample.count / 2]
        for prefix in [18, 19, 48, 49] where isMostly(sample, { Self.hasZonePrefix($0, prefix) }) {
            return CRSSentence.zonePrefix(prefix)
        }
        if large > 100_000_000, small > 100_000_000 { return CRSSentence.millimetres }
        return CRSSentence.local(BoundingBox(enclosing: sample))
    }

    private static func hasZonePrefix(_ point: Coordinate, _ prefix: Int) -> Bool {
        let base = Double(prefix) * 1_000_000
        return [point.x, point.y].contains { $0 >= base + 100_000 && $0 < base + 900_000 }
    }
}

// MARK: - Declared systems

extension CRSDetector {
    /// What is declared is of the right kind: does it land where it should?
    private func judgeDeclared(_ declared: DeclaredCRS) -> CRSDecision {
        if let zone = declared.impliedZone { return internalVN2000(declared, zone) }
        guard let crs = declared.crs else { return withoutCode(declared) }
        let order = declared.isGeographic ? degreeAxes() : metricAxes()
        for axes in [order, .eastNorth].compactMap(\.self) {
            guard let candidate = candidate(crs, axes, oriented(axes)), candidate.share >= 0.5 else { continue }
            let swap =
                axes == .eastNorth
                ? []
                : [
                    declared.isGeographic ? CRSSentence.swappedDegrees : CRSSentence.swappedMetres
                ]
            let strays = declared.isGeographic ? strays(axes) : []
            return .found(crs, axes: axes, evidence: [CRSSentence.declared(declared.name, crs)] + swap + strays)
        }
        return contradicted(declared, looksGeographic: declared.isGeographic)
    }

    /// A definition without a code is used where one known system explains the data; else a person is asked.
    private func withoutCode(_ declared: DeclaredCRS) -> CRSDecision {
        declared.isGeographic ? judgeDegrees() : judgeMetres()
    }

    private func internalVN2000(_ declared: DeclaredCRS, _ zone: CRS) -> CRSDecision {
        let axes = metricAxes() ?? .eastNorth
        let candidates = [candidate(zone, axes, oriented(axes))].compactMap(\.self)
        return .ambiguous(candidates, CRSSentence.internalVN2000(declared.name, zone))
    }

    private func contradicted(_ declared: DeclaredCRS, looksGeographic: Bool) -> CRSDecision {
        if declared.isGeographic != looksGeographic {
            let fit = looksGeographic ? degreeCandidates() : metricAxes().map(candidates) ?? []
            return wrong(fit, CRSSentence.wrongKind(declared.name, looksGeographic: looksGeographic, fit.first?.crs))
        }
        let fit = looksGeographic ? [] : metricAxes().map(candidates) ?? []
        let extent = declared.crs.flatMap { crs in
            toLonLat(sample, crs).flatMap { BoundingBox(enclosing: $0.filter(\.isFinite)) }
        }
        return wrong(fit, CRSSentence.wrongPlace(declared.name, extent, references.map(\.name), fit.map(\.crs)))
    }

    private func wrong(_ candidates: [CRSCandidate], _ sentence: LocalizedText) -> CRSDecision {
        candidates.isEmpty ? .unknown(sentence) : .ambiguous(candidates, sentence)
    }

    private func degreeCandidates() -> [CRSCandidate] {
        guard let axes = degreeAxes(), let extent = BoundingBox(enclosing: oriented(axes)) else { return [] }
        return [CRSCandidate(crs: .wgs84, axes: axes, share: 1, extent: extent)]
    }
}
