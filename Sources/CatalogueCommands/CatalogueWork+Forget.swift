import Catalogue
import EmotunesControl
import Glibc

extension CatalogueWork {
    /// Removes what only these files brought.
    func forget(_ files: [String]?) throws {
        let catalogue = try open()
        let removed = try CommandFailure.wrapping { try catalogue.forget(files?.map(Self.resolved)) }
        if request.isJSON {
            try show(try CommandFailure.wrapping { try CatalogueInfo(catalogue) })
        } else {
            let left = try CommandFailure.wrapping { try catalogue.summary().tracks }
            try context.write("Removed \(grouped(removed)) tracks; \(grouped(left)) are left.\n")
        }
    }

    /// The path by which the catalogue knows the file, which need not exist any more.
    private static func resolved(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}
