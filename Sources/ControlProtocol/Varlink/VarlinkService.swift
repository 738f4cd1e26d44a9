/// The interface every Varlink service has: its name and its methods.
package enum VarlinkService {
    /// As Varlink names it.
    package static let name = "org.varlink.service"

    /// The interface, written in Varlink's own language.
    package static let description = """
        # Who answers here, and what can be asked. Every Varlink service has this interface.
        interface org.varlink.service

        # The service and the interfaces it has.
        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        # An interface in Varlink's own language.
        method GetInterfaceDescription(interface: string) -> (description: string)

        # The service has no such interface.
        error InterfaceNotFound (interface: string)

        # The interface has no such method.
        error MethodNotFound (method: string)

        # The interface names the method, but the service does not have it.
        error MethodNotImplemented (method: string)

        # A parameter is missing, unknown or of another type.
        error InvalidParameter (parameter: string)

        # The client may not do this.
        error PermissionDenied ()

        # The method answers only calls that expect more than one reply.
        error ExpectedMore ()

        """
}

/// The errors of `org.varlink.service`.
package enum VarlinkServiceError: Error, Sendable, Hashable {
    case interfaceNotFound(String)
    case methodNotFound(String)
    case methodNotImplemented(String)
    case invalidParameter(String)
    case permissionDenied
    case expectedMore

    /// The reply that carries the error.
    package var reply: VarlinkReply {
        let (name, parameters): (String, JSONObject) =
            switch self {
            case .interfaceNotFound(let interface): ("InterfaceNotFound", ["interface": .string(interface)])
            case .methodNotFound(let method): ("MethodNotFound", ["method": .string(method)])
            case .methodNotImplemented(let method): ("MethodNotImplemented", ["method": .string(method)])
            case .invalidParameter(let parameter): ("InvalidParameter", ["parameter": .string(parameter)])
            case .permissionDenied: ("PermissionDenied", [:])
            case .expectedMore: ("ExpectedMore", [:])
            }
        return VarlinkReply(parameters: parameters, error: "\(VarlinkService.name).\(name)")
    }
}
