import Foundation
import SpotifyWebAPI
import Yams

/// Spotify's own OpenAPI document, as the judge of every request.
package final class OpenAPIDocument: Sendable {
    package struct Operation: Sendable {
        package var template: String
        package var pathParameters: [String: String]
        package var isDeprecated: Bool
        package var parameters: [JSON]
        package var body: JSON
        /// One of these is enough; none are needed if it is empty.
        package var scopes: [String]
    }

    private let root: JSON
    private let paths: [(template: [Substring], name: String)]

    package init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        root = JSON(yaml: try Yams.load(yaml: text))
        guard case .object(let all) = root["paths"] else { throw OpenAPITrouble.noPaths }
        paths = all.keys.map { ($0.split(separator: "/"), $0) }
    }

    /// The operation that would serve the request, fixed paths before those with parameters; nil if there is none.
    package func operation(_ method: String, _ path: String) -> Operation? {
        let parts = path.split(separator: "/")
        let matches = paths.filter { candidate in
            candidate.template.count == parts.count
                && zip(candidate.template, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let best = matches.min { $0.name.filter { $0 == "{" }.count < $1.name.filter { $0 == "{" }.count }
        guard let best else { return nil }
        let json = root["paths"][best.name][method.lowercased()]
        guard !json.isNull else { return nil }
        var values: [String: String] = [:]
        for (name, value) in zip(best.template, parts) where name.hasPrefix("{") {
            values[String(name.dropFirst().dropLast())] = String(value)
        }
        var scopes: [String] = []
        for requirement in json["security"].elements {
            scopes += requirement["oauth_2_0"].elements.compactMap(\.string)
        }
        return Operation(
            template: best.name, pathParameters: values, isDeprecated: json["deprecated"].bool ?? false,
            parameters: json["parameters"].elements.map(resolved), body: resolved(json["requestBody"]), scopes: scopes)
    }

    /// Every way in which the request is not what the document describes.
    package func defects(_ request: LoopbackServer.Request, path: String, granted: Set<String>) -> [String] {
        guard let operation = operation(request.method, path) else {
            return ["\(request.method) \(path): no such operation"]
        }
        let name = "\(request.method) \(operation.template)"
        var defects: [String] = []
        if operation.isDeprecated { defects.append("\(name): deprecated") }
        if !operation.scopes.isEmpty, granted.isDisjoint(with: operation.scopes) {
            defects.append("\(name): needs one of the scopes \(operation.scopes)")
        }
        guard let query = PercentEncoding.pairs(request.query[...]) else { return defects + ["\(name): broken query"] }
        defects += parameterDefects(operation, query).map { "\(name): \($0)" }
        defects += bodyDefects(operation.body, request).map { "\(name): \($0)" }
        return defects
    }

    private func parameterDefects(_ operation: Operation, _ query: [String: String]) -> [String] {
        var defects: [String] = []
        var known: Set<String> = []
        for parameter in operation.parameters {
            let name = parameter["name"].string ?? ""
            let isInPath = parameter["in"].string == "path"
            if !isInPath { known.insert(name) }
            guard let value = isInPath ? operation.pathParameters[name] : query[name] else {
                if parameter["required"].bool == true { defects.append("parameter \(name) is missing") }
                continue
            }
            defects += valueDefects(value, resolved(parameter["schema"])).map { "parameter \(name) \($0)" }
        }
        return defects + query.keys.filter { !known.contains($0) }.sorted().map { "parameter \($0) is unknown" }
    }

    private func valueDefects(_ value: String, _ schema: JSON) -> [String] {
        switch schema["type"].string {
        case "integer":
            guard let number = Int(value) else { return ["is no integer"] }
            return rangeDefects(number, schema)
        case "array":
            let items = resolved(schema["items"])
            return value.split(separator: ",").flatMap { valueDefects(String($0), items) }
        default:
            let allowed = schema["enum"].elements.compactMap(\.string)
            return allowed.isEmpty || allowed.contains(value) ? [] : ["is none of \(allowed)"]
        }
    }

    private func rangeDefects(_ number: Int, _ schema: JSON) -> [String] {
        if let least = schema["minimum"].integer, number < least { return ["is below \(least)"] }
        if let most = schema["maximum"].integer, number > most { return ["is above \(most)"] }
        return []
    }

    private func bodyDefects(_ body: JSON, _ request: LoopbackServer.Request) -> [String] {
        guard case .object(let contents) = body["content"] else {
            return request.body.isEmpty ? [] : ["has a body where none is described"]
        }
        if request.body.isEmpty { return [] }
        let kind = request.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? "none"
        guard let content = contents[kind] else { return ["content type \(kind) is none of \(contents.keys.sorted())"] }
        guard kind == "application/json" else { return [] }
        guard let json = JSON(parsing: request.body) else { return ["body is no JSON"] }
        return schemaDefects(json, resolved(content["schema"]), at: "body")
    }

    private func schemaDefects(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
        switch (schema["type"].string, value) {
        case ("object", .object(let members)):
            var defects = schema["required"].elements.compactMap(\.string).filter { members[$0] == nil }
                .map { "\(place).\($0) is missing" }
            for (name, member) in members {
                let known = resolved(schema["properties"][name])
                if known.isNull {
                    // The document allows more, but nothing of ours is meant to be more.
                    if !schema["properties"].isNull { defects.append("\(place).\(name) is not described") }
                } else {
                    defects += schemaDefects(member, known, at: "\(place).\(name)")
                }
            }
            return defects
        case ("array", .array(let elements)):
            let items = resolved(schema["items"])
            return elements.enumerated().flatMap { schemaDefects($1, items, at: "\(place)[\($0)]") }
        case ("string", .string), ("boolean", .bool), (nil, _): return []
        case ("integer", .number(let number)):
            return number == number.rounded() ? rangeDefects(Int(number), schema) : ["\(place) is no integer"]
        case (let type, _): return ["\(place) is no \(type ?? "")"]
        }
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"].string else { return json }
        return reference.dropFirst(2).split(separator: "/").reduce(root) { $0[String($1)] }
    }
}

package enum OpenAPITrouble: Error {
    case noPaths
}

extension JSON {
    /// What Yams made of a document.
    init(yaml value: Any?) {
        switch value {
        case let members as [AnyHashable: Any]:
            self = .object(
                Dictionary(members.map { (String(describing: $0.key.base), JSON(yaml: $0.value)) }) { $1 })
        case let elements as [Any]: self = .array(elements.map { JSON(yaml: $0) })
        case let flag as Bool: self = .bool(flag)
        case let number as Int: self = .number(Double(number))
        case let number as Double: self = .number(number)
        case let text as String: self = .string(text)
        default: self = .null
        }
    }
}
