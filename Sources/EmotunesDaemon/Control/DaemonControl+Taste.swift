import ControlProtocol
import ControlSocket
import FoundationEssentials
import StateStore

/// What the listener says of their taste; each of these returns when it would survive any end of the program.
extension DaemonControl {
    func taste() async throws(ControlFailure) -> TasteListing {
        try await attempt {
            let record = try await store.statedTaste()
            var imports: [TasteImport] = []
            for list in record.imports {
                imports.append(
                    TasteImport(
                        name: list.name, songs: list.songs.count, known: try await known(list.songs.map(\.identity)),
                        at: Timestamp(secondsSince1970: list.at.timeIntervalSince1970)))
            }
            return TasteListing(
                stated: TasteStatement(
                    genres: record.genres, artists: record.artists, languages: record.languages, from: record.from,
                    to: record.to), imports: imports)
        }
    }

    func setTaste(_ stated: TasteStatement) async throws(ControlFailure) {
        try await attempt {
            try await store.changeStatedTaste(at: Date()) { record in
                (record.genres, record.artists) = (stated.genres, stated.artists)
                (record.languages, record.from, record.to) = (stated.languages, stated.from, stated.to)
            }
        }
    }

    func importTaste(name: String, songs: [TasteSong]) async throws(ControlFailure) -> Int {
        try await attempt {
            let list = ImportedTasteRecord(
                name: name, at: Date(),
                songs: songs.map { .init(title: $0.title, artists: $0.artists, weight: $0.weight) })
            try await store.changeStatedTaste(at: Date()) { record in
                record.imports.removeAll { $0.name == name }
                record.imports.append(list)
                // A taste rests on the heaviest songs of all; of very many lists the oldest tell nothing any more.
                record.imports = record.imports.suffix(Self.mostImports)
            }
            return try await known(list.songs.map(\.identity))
        }
    }

    private static var mostImports: Int { 20 }

    func forgetTaste(name: String?) async throws(ControlFailure) -> Int {
        try await attempt {
            guard let name else { return try await store.forgetStatedTaste(at: Date()) }
            return try await store.changeStatedTaste(at: Date()) { record in
                let before = record.imports.count
                record.imports.removeAll { $0.name == name }
                return before - record.imports.count
            }
        }
    }

    private func attempt<Result>(_ body: () async throws -> Result) async throws(ControlFailure) -> Result {
        do {
            return try await body()
        } catch {
            throw .because(error)
        }
    }
}
