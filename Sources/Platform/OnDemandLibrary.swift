import Glibc

/// A shared library that is opened when it is first needed, because of what it brings along; it then stays.
package struct OnDemandLibrary: @unchecked Sendable {
    /// Why one cannot be had.
    package struct Failure: Error, Sendable {
        /// In the loader's words.
        package let reason: String
    }

    // Only ever handed to `dlsym`, which any thread may call.
    private let handle: UnsafeMutableRawPointer

    /// Looks beside the executable, in its prefix's library folder, then where the system's linker looks.
    ///
    /// - Parameter fileName: without a folder.
    package init(_ fileName: String) throws(Failure) {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let executable = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        var reason = "not found"
        for candidate in ["\(folder)/\(fileName)", "\(folder)/../lib/emotunes/\(fileName)", fileName] {
            if candidate.contains("/") && access(candidate, F_OK) != 0 { continue }
            if let handle = dlopen(candidate, RTLD_NOW | RTLD_LOCAL) {
                self.handle = handle
                return
            }
            if let message = dlerror() { reason = String(cString: message) }
        }
        throw Failure(reason: reason)
    }

    /// A function of the library; nil where this version of it has none of that name.
    ///
    /// - Parameter type: its type, a `@convention(c)` one that fits what the library was built from.
    package func function<Function>(_ name: String, as type: Function.Type) -> Function? {
        dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
}
