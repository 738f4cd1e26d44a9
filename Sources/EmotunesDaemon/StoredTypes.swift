import StateStore

// The control protocol has types of the same names; the store's module cannot be named, since its main type has its name.
typealias StoredHistory = History
typealias StoredVerdict = Verdict
typealias StoredPublishingState = PublishingState
