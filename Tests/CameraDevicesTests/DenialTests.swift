import CameraDevices
import Foundation
import TestSupport
import Testing

@Suite struct DenialTests {
    private func text(uid: UInt32, hasSeat: Bool) -> String {
        CameraDeviceError.denial("/dev/null", "permission denied", to: uid, hasSeat: hasSeat).description
    }

    @Test func personAtAMachineWithASeatIsSentToTheScreenAndNotIntoTheGroup() {
        let text = text(uid: 1000, hasSeat: true)
        #expect(text.hasPrefix("/dev/null: permission denied; "))
        #expect(text.contains("signed in at this machine's screen") && !text.contains("group"))
    }

    @Test(arguments: [(UInt32(1000), false), (998, true), (998, false)])
    func groupIsForMachinesWithoutASeatAndForUsersWithoutAPerson(uid: UInt32, hasSeat: Bool) {
        #expect(text(uid: uid, hasSeat: hasSeat).contains("add this user to group \"root\""))
    }

    @Test func seatIsKeptOnlyWhereALoginManagerHasWrittenOne() throws {
        try withTemporaryFolder { folder in
            #expect(!Seats.areKept(in: folder + "/none"))
            #expect(!Seats.areKept(in: folder))
            try Data().write(to: URL(fileURLWithPath: folder + "/seat0"))
            #expect(Seats.areKept(in: folder))
        }
    }
}
