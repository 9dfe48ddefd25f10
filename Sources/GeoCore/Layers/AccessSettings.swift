/// Who sees a layer, who may edit it, and which of its fields only some may see.
package struct AccessSettings: Hashable, Sendable {
    /// `nil`: the layer is public. Administrators and stewards see every layer.
    package var read: Set<Role>?
    /// Empty: nobody but an administrator or a steward.
    package var edit: Set<Role>
    /// Restricted fields and the roles that see them.
    package var restricted: [String: Set<Role>]
    /// Which rows only some may see; `nil`: whoever may read the layer sees all of them.
    package var rows: RowRule?

    package init(
        read: Set<Role>? = nil, edit: Set<Role> = [], restricted: [String: Set<Role>] = [:], rows: RowRule? = nil
    ) {
        self.read = read
        self.edit = edit
        self.restricted = restricted
        self.rows = rows
    }

    /// Whether a caller may see the layer.
    package func allowsReading(by caller: Caller) -> Bool {
        guard let read else { return true }
        guard let role = caller.role else { return false }
        return Self.seesEverything(role) || read.contains(role)
    }

    /// Whether a caller may change the layer; the public never may.
    package func allowsEditing(by caller: Caller) -> Bool {
        guard let role = caller.role else { return false }
        return Self.seesEverything(role) || edit.contains(role)
    }

    /// Whether a caller sees a field, given that it may read the layer.
    package func allowsField(_ name: String, for caller: Caller) -> Bool {
        guard let roles = restricted[name] else { return true }
        guard let role = caller.role else { return false }
        return Self.seesEverything(role) || roles.contains(role)
    }

    private static func seesEverything(_ role: Role) -> Bool {
        role == .administrator || role == .steward
    }
}
