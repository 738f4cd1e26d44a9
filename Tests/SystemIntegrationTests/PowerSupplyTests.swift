import Foundation
import SystemIntegration
import TestSupport
import Testing

@Suite struct PowerSupplyTests {
    /// Whether a machine with these supplies (their files' content by name) runs on battery.
    private func isOnBattery(_ supplies: [String: [String: String]]) throws -> Bool {
        try withTemporaryFolder { folder in
            for (supply, files) in supplies {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(supply)", withIntermediateDirectories: true)
                for (name, text) in files {
                    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/\(supply)/\(name)"))
                }
            }
            return PowerSupply(folder: folder).isOnBattery
        }
    }

    private let discharging = ["type": "Battery", "status": "Discharging"]

    @Test func laptopIsOnBatteryWhenItIsUnplugged() throws {
        #expect(try isOnBattery(["AC": ["type": "Mains", "online": "0"], "BAT0": discharging]))
        #expect(try !isOnBattery(["AC": ["type": "Mains", "online": "1"], "BAT0": discharging]))
        #expect(
            try !isOnBattery([
                "AC": ["type": "Mains", "online": "1"], "BAT0": ["type": "Battery", "status": "Charging"],
            ]))
    }

    /// Charged through USB-C alone, with one port of two in use.
    @Test func anyPortThatChargesIsAPlug() throws {
        #expect(
            try !isOnBattery([
                "ucsi-1": ["type": "USB", "online": "0"], "ucsi-2": ["type": "USB", "online": "1"], "BAT0": discharging,
            ]))
    }

    @Test func aMouseIsNoBatteryOfTheMachine() throws {
        #expect(try !isOnBattery(["mouse": ["type": "Battery", "status": "Discharging", "scope": "Device"]]))
        #expect(try isOnBattery(["BAT1": ["type": "Battery", "status": "Discharging", "scope": "System"]]))
    }

    @Test func aMachineThatTellsNothingIsNot() throws {
        #expect(try !isOnBattery([:]))
        #expect(try !isOnBattery(["BAT0": ["type": "Battery"], "odd": [:]]))
        #expect(!PowerSupply(folder: "/nonexistent").isOnBattery)
    }
}
