/// Which rows of a layer only some may see, by what stands in them.
///
/// Anybody who may read the layer sees the rows that are open; some roles see all; a commune's token sees those of its own unit besides.
package struct RowRule: Hashable, Sendable {
    /// The text field that decides.
    package var field: String
    /// The values of the field with which a row is open to all.
    package var open: Set<String>
    /// Who sees every row, beside administrators and stewards.
    package var roles: Set<Role>
    /// The text field with the code of the unit whose own tokens see the row; `nil` where no unit has any more than others.
    package var unit: String?

    package init(field: String, open: Set<String>, roles: Set<Role> = [], unit: String? = nil) {
        self.field = field
        self.open = open
        self.roles = roles
        self.unit = unit
    }

    /// The fields that the rule looks at, which every derived form of the layer must keep.
    package var fields: [String] { [field] + [unit].compactMap { $0 } }
}

/// The rows that a caller sees: those for which any of the conditions holds, and none where there is no condition.
package struct RowScope: Hashable, Sendable {
    /// In order of the fields.
    package var any: [Condition]

    /// That a text field has one of some values.
    package struct Condition: Hashable, Sendable {
        package var field: String
        /// In order.
        package var values: [String]

        package init(field: String, values: some Sequence<String>) {
            self.field = field
            self.values = values.sorted()
        }
    }

    package init(any: [Condition]) {
        self.any = any
    }

    /// Whether a row with these values, in the order of the definition's fields, is among them.
    package func admits(_ values: [FieldValue], of definition: LayerDefinition) -> Bool {
        any.contains { condition in
            guard let index = definition.index(of: condition.field), case .text(let text) = values[index] else {
                return false
            }
            return condition.values.contains(text)
        }
    }
}

extension AccessSettings {
    /// The rows that a caller sees; `nil` for all.
    package func rowScope(for caller: Caller) -> RowScope? {
        guard let rows, !seesEveryRow(caller, rows) else { return nil }
        var scope = RowScope(any: [RowScope.Condition(field: rows.field, values: rows.open)])
        if caller.role == .commune, let unit = caller.unit, let field = rows.unit {
            scope.any.append(RowScope.Condition(field: field, values: [unit]))
        }
        return scope
    }

    private func seesEveryRow(_ caller: Caller, _ rows: RowRule) -> Bool {
        guard let role = caller.role else { return false }
        return role == .administrator || role == .steward || rows.roles.contains(role)
    }
}
