import ControlProtocol

/// What a listener says of their taste.
extension ControlDispatcher {
    func taste(_ method: ControlMethod, _ object: JSONObject) async throws -> JSONObject {
        switch method {
        case .setTaste:
            let parameters = try CallParameters(object, allowed: ["stated"])
            try await service.setTaste(Self.statement(parameters))
            return [:]
        case .importTaste:
            let parameters = try CallParameters(object, allowed: ["name", "songs"])
            let (name, songs) = (try parameters.string("name"), try Self.songs(parameters))
            guard !name.isEmpty, name.utf8.count <= longestText else {
                throw VarlinkServiceError.invalidParameter("name")
            }
            return ["known": .integer(Int64(try await service.importTaste(name: name, songs: songs)))]
        case .forgetTaste:
            let name = try CallParameters(object, allowed: ["name"]).optionalString("name")
            return ["forgotten": .integer(Int64(try await service.forgetTaste(name: name)))]
        default:
            _ = try CallParameters(object, allowed: [])
            let listing = try await service.taste()
            return [
                "stated": try JSONValue(encoding: listing.stated), "imports": try JSONValue(encoding: listing.imports),
            ]
        }
    }

    private var longestText: Int { 1000 }

    private static func statement(_ parameters: CallParameters) throws -> TasteStatement {
        guard let stated = try? parameters.value("stated").decoded(as: TasteStatement.self) else {
            throw VarlinkServiceError.invalidParameter("stated")
        }
        let names = stated.genres + stated.artists + stated.languages
        let years = [stated.from, stated.to].compactMap(\.self)
        let rises = stated.from.map { from in stated.to.map { from <= $0 } ?? true } ?? true
        guard names.count <= 300, names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 1000 }), rises,
            years.allSatisfy({ (1000...2999).contains($0) })
        else { throw VarlinkServiceError.invalidParameter("stated") }
        return stated
    }

    private static func songs(_ parameters: CallParameters) throws -> [TasteSong] {
        guard let songs = try? parameters.value("songs").decoded(as: [TasteSong].self), songs.count <= TasteSong.most,
            songs.allSatisfy({ song in
                !song.title.isEmpty && song.title.utf8.count <= 4000 && (1...20).contains(song.artists.count)
                    && song.artists.allSatisfy { !$0.isEmpty && $0.utf8.count <= 4000 }
                    && (-1...1).contains(song.weight)
            })
        else { throw VarlinkServiceError.invalidParameter("songs") }
        return songs
    }
}
