/// Why the engine could not do what it was asked, in a sentence for the person who asked.
package struct EngineError: Error, Sendable {
    /// The kinds of failure; the HTTP layer and the command line each have one table from these.
    package enum Code: Sendable {
        /// There is no such layer, feature, unit, style, font or tile.
        case notFound
        /// A parameter or an argument has a value that cannot be.
        case invalidParameter
        /// A definition, `bando.yaml` or a flag is wrong.
        case invalidConfiguration
        /// The body is understood and asks for what there is not.
        case unprocessable
        /// The caller must say who they are.
        case unauthenticated
        /// The caller is known and may not.
        case forbidden
        /// The state has moved on since the caller looked.
        case conflict
        /// All workers are busy and the queue is full; try again shortly.
        case busy
        /// The caller has sent too much in too short a time; try again later.
        case tooMany
        /// More rows, bytes or vertices than one request may take.
        case tooLarge
        /// A source file cannot be read as what it claims to be.
        case unreadable
        /// Too many records of an import were bad.
        case refused
        /// The disk is full, read-only or failing: nothing can be written until somebody sees to it.
        case disk
        /// A library or the store failed.
        case failed
    }

    package var code: Code
    /// A full sentence that says what is wrong and what to do; it names no path, SQL or request body.
    package var message: String
    /// The parameter, field or flag that is to blame.
    package var parameter: String?
    package var underlying: (any Error)?

    package init(_ code: Code, _ message: String, parameter: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.parameter = parameter
        self.underlying = underlying
    }
}

extension EngineError: CustomStringConvertible {
    package var description: String { message }
}
