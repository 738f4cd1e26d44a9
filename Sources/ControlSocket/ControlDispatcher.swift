import ControlProtocol

/// Turns one call into replies: decode, ask the service, encode. Knows nothing of sockets.
struct ControlDispatcher: Sendable {
    let service: any ControlService
    let identity: ServiceIdentity

    /// Answers one message.
    ///
    /// - Parameters:
    ///   - send: Takes each reply; the last one does not say `continues`.
    ///   - sendPaced: Takes a reply of many, and returns when the client has taken most of what was sent so far.
    /// - Throws: If the message is no call; there is nothing to answer then but to hang up.
    func answer(
        _ message: [UInt8], send: @escaping @Sendable (VarlinkReply) -> Void,
        sendPaced: @escaping @Sendable (VarlinkReply) async -> Void
    ) async throws {
        let call = try VarlinkCall(JSONValue(parsing: message))
        let sendUnlessOneway: @Sendable (VarlinkReply) -> Void = { reply in
            if !call.oneway { send(reply) }
        }
        do {
            guard !call.upgrade else { throw VarlinkServiceError.invalidParameter("upgrade") }
            if call.method == ControlMethod.monitor.fullName {
                try await monitor(call, send: sendUnlessOneway)
            } else if call.method == ControlMethod.getHistory.fullName, call.more, !call.oneway {
                try await tellHistory(HistoryQuery(call.parameters), send: sendPaced)
            } else if call.method == ControlMethod.getOpinions.fullName, call.more, !call.oneway {
                _ = try CallParameters(call.parameters, allowed: [])
                try await tellOpinions(send: sendPaced)
            } else {
                // What was asked is done even if the client does not wait for the answer: only streams are cancelled.
                let work = Task { try await reply(to: call) }
                sendUnlessOneway(VarlinkReply(parameters: try await work.value))
            }
        } catch let error as VarlinkServiceError {
            sendUnlessOneway(error.reply)
        } catch let failure as ControlFailure {
            sendUnlessOneway(failure.reply)
        } catch {
            sendUnlessOneway(
                ControlFailure.failed("the answer could not be put into words: \(error)", mend: "emotunesctl doctor")
                    .reply)
        }
    }

    private func reply(to call: VarlinkCall) async throws -> JSONObject {
        guard let dot = call.method.lastIndex(of: ".") else { throw VarlinkServiceError.methodNotFound(call.method) }
        let method = String(call.method[call.method.index(after: dot)...])
        switch call.method[..<dot] {
        case VarlinkService.name:
            return try describe(method, call)
        case ControlInterface.name:
            guard let known = ControlMethod(rawValue: method) else { throw VarlinkServiceError.methodNotFound(method) }
            return try await control(known, call.parameters)
        default:
            throw VarlinkServiceError.interfaceNotFound(String(call.method[..<dot]))
        }
    }

    private func describe(_ method: String, _ call: VarlinkCall) throws -> JSONObject {
        switch method {
        case "GetInfo":
            _ = try CallParameters(call.parameters, allowed: [])
            return [
                "vendor": .string(identity.vendor), "product": .string(identity.product),
                "version": .string(identity.version), "url": .string(identity.url),
                "interfaces": [.string(VarlinkService.name), .string(ControlInterface.name)],
            ]
        case "GetInterfaceDescription":
            let parameters = try CallParameters(call.parameters, allowed: ["interface"])
            let interface = try parameters.string("interface")
            switch interface {
            case VarlinkService.name: return ["description": .string(VarlinkService.description)]
            case ControlInterface.name: return ["description": .string(ControlInterface.description)]
            default: throw VarlinkServiceError.interfaceNotFound(interface)
            }
        default: throw VarlinkServiceError.methodNotFound(method)
        }
    }

    private func control(_ method: ControlMethod, _ object: JSONObject) async throws -> JSONObject {
        switch method {
        case .getStatus:
            _ = try CallParameters(object, allowed: [])
            return ["status": try JSONValue(encoding: await service.status())]
        case .monitor:
            throw VarlinkServiceError.expectedMore
        case .getPlaylist:
            let id = try CallParameters(object, allowed: ["id"]).optionalInteger("id")
            return ["playlist": try JSONValue(encoding: await service.playlist(id: id))]
        case .getHistory:
            return ["history": try JSONValue(encoding: await wholeHistory(HistoryQuery(object)))]
        case .getSongPlane:
            _ = try CallParameters(object, allowed: [])
            return ["plane": try JSONValue(encoding: await service.songPlane())]
        case .pause:
            let seconds = try CallParameters(object, allowed: ["seconds"]).optionalInteger("seconds")
            if let seconds, !ControlInterface.pauseSeconds.contains(seconds) {
                throw ControlFailure.invalidDuration(seconds: seconds)
            }
            try await service.pause(seconds: seconds)
        case .resume:
            _ = try CallParameters(object, allowed: [])
            try await service.resume()
        case .regenerate:
            let word = try CallParameters(object, allowed: ["mood"]).optionalString("mood")
            try await service.regenerate(mood: try word.map(mood))
        case .play, .next, .stop:
            _ = try CallParameters(object, allowed: [])
            return try await playback(method)
        case .feedback:
            let parameters = try CallParameters(object, allowed: ["uri", "verdict"])
            let uri = try parameters.string("uri")
            guard let verdict = Verdict(rawValue: try parameters.string("verdict")), verdict != .unrecognised else {
                throw VarlinkServiceError.invalidParameter("verdict")
            }
            try await service.feedback(uri: uri.isEmpty ? nil : uri, verdict: verdict)
        case .getOpinions:
            _ = try CallParameters(object, allowed: [])
            return try await opinions()
        case .setMood, .autoMood, .forgetCorrection:
            return try await correction(method, object)
        case .getTaste, .setTaste, .importTaste, .forgetTaste:
            return try await taste(method, object)
        case .forgetOpinions:
            _ = try CallParameters(object, allowed: [])
            return ["forgotten": .integer(Int64(try await service.forgetOpinions()))]
        case .getLibrary:
            _ = try CallParameters(object, allowed: [])
            return ["library": try JSONValue(encoding: await service.library())]
        case .scanLibrary:
            _ = try CallParameters(object, allowed: [])
            try await service.scanLibrary()
        case .reload:
            _ = try CallParameters(object, allowed: [])
            try await service.reload()
        case .getConfiguration:
            _ = try CallParameters(object, allowed: [])
            guard case .object(let reply) = try JSONValue(encoding: await service.configuration()) else { return [:] }
            return reply
        case .calibrate:
            let given = try CallParameters(object, allowed: ["seconds"]).optionalInteger("seconds")
            let seconds = given ?? ControlInterface.usualCalibrationSeconds
            guard ControlInterface.calibrationSeconds.contains(seconds) else {
                throw ControlFailure.invalidDuration(seconds: seconds)
            }
            return ["looks": .integer(Int64(try await service.calibrate(seconds: seconds)))]
        case .forgetCalibration:
            _ = try CallParameters(object, allowed: [])
            try await service.forgetCalibration()
        case .beginLogin:
            _ = try CallParameters(object, allowed: [])
            guard case .object(let reply) = try JSONValue(encoding: await service.beginLogin()) else { return [:] }
            return reply
        case .finishLogin:
            try await service.finishLogin(
                address: try CallParameters(object, allowed: ["address"]).optionalString("address"))
        case .logout:
            _ = try CallParameters(object, allowed: [])
            try await service.logout()
        }
        return [:]
    }

    private func correction(_ method: ControlMethod, _ object: JSONObject) async throws -> JSONObject {
        switch method {
        case .setMood:
            let parameters = try CallParameters(object, allowed: ["mood", "seconds"])
            let named = try mood(parameters.string("mood"))
            let seconds = try parameters.optionalInteger("seconds") ?? ControlInterface.usualHoldSeconds
            guard ControlInterface.holdSeconds.contains(seconds) else {
                throw ControlFailure.invalidDuration(seconds: seconds)
            }
            try await service.setMood(named, seconds: seconds)
            return [:]
        case .forgetCorrection:
            let id = try CallParameters(object, allowed: ["id"]).optionalInteger("id")
            return ["forgotten": .integer(Int64(try await service.forgetCorrection(id: id)))]
        default:
            _ = try CallParameters(object, allowed: [])
            try await service.autoMood()
            return [:]
        }
    }

    private func playback(_ method: ControlMethod) async throws -> JSONObject {
        let report =
            switch method {
            case .play: try await service.play()
            case .next: try await service.next()
            default: try await service.stop()
            }
        guard case .object(let reply) = try JSONValue(encoding: report) else { return [:] }
        return reply
    }

    private func mood(_ word: String) throws(ControlFailure) -> MoodName {
        guard let mood = MoodName(rawValue: word), mood != .unrecognised else { throw .unknownMood(word) }
        return mood
    }

    /// Every reply but the last says that more follow, so each is held back until the next is known to come, except
    /// that the client must see a change at once: the last status is therefore said twice.
    private func monitor(_ call: VarlinkCall, send: @Sendable (VarlinkReply) -> Void) async throws {
        _ = try CallParameters(call.parameters, allowed: [])
        guard call.more else { throw VarlinkServiceError.expectedMore }
        var last: JSONObject?
        for await status in await service.statusChanges() {
            let parameters: JSONObject = ["status": try JSONValue(encoding: status)]
            send(VarlinkReply(parameters: parameters, continues: true))
            last = parameters
        }
        if last == nil { last = ["status": try JSONValue(encoding: await service.status())] }
        send(VarlinkReply(parameters: last ?? [:]))
    }
}
