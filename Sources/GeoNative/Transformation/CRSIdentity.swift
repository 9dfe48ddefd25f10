package import GeoCore

/// Which coordinate system a definition is, and how that is known.
package struct CRSIdentity: Hashable, Sendable {
    /// How far what was recognised can be relied on.
    package enum Certainty: Hashable, Sendable {
        /// The definition says so and its numbers agree.
        case certain
        /// The numbers say so against the declared datum or name: to be offered, and told.
        case likely
        /// Several systems fit, or the numbers contradict each other: to be asked.
        case ambiguous
    }

    /// The system by its code; `nil` where the registry has none with these parameters.
    package var crs: CRS?
    /// What to transform with: the code where there is one, else the definition itself.
    package var definition: CRSDefinition
    package var certainty: Certainty
    /// A sentence that says what was recognised by what.
    package var evidence: String
    /// Other systems that could be meant.
    package var alternatives: [CRS]

    package init(
        crs: CRS?, definition: CRSDefinition, certainty: Certainty, evidence: String, alternatives: [CRS] = []
    ) {
        self.crs = crs
        self.definition = definition
        self.certainty = certainty
        self.evidence = evidence
        self.alternatives = alternatives
    }
}

extension GeoContext {
    /// Recognises a definition: WKT of any version, an Esri `.prj`, or what GDAL makes of a MapInfo `CoordSys`.
    ///
    /// - Throws: `.unknownCRS` where it is no definition of a coordinate system.
    package mutating func identify(_ text: String) throws(NativeError) -> CRSIdentity {
        let zones = try vietnamZones()
        return try CRSRecognition(text: text, zones: zones, context: proj).identity()
    }
}
