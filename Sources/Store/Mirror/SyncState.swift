import Foundation
import Governance

/// What is remembered of one server between two syncs.
public struct SyncState: Hashable, Sendable {
  /// Why the last sync ended early, in the server's or the transport's words.
  public struct Failure: Hashable, Sendable {
    public var reason: String
    public var advice: String

    public init(reason: String, advice: String) {
      self.reason = reason
      self.advice = advice
    }
  }

  public var server: String
  /// When the last complete sync ended; nil before the first.
  public var lastSync: Date?
  /// nil when the last sync succeeded.
  public var failure: Failure?
  /// What discovery and probes found, in the sync layer's own JSON; nil before discovery.
  public var capabilitiesJSON: String?
  /// For people: "cursor pagination", "ETag", "incremental" …
  public var capabilities: [String]
  /// What is therefore done, one sentence each.
  public var methods: [String]
  /// What will not work, one sentence each.
  public var limits: [String]
  /// By resource type: the `meta.lastModified` up to which changes were read.
  public var highWater: [String: Date]
  /// How it takes changes; found by writing, and not saved with the rest.
  public var habits: [WriteHabit] = []

  public init(
    server: String, lastSync: Date? = nil, failure: Failure? = nil,
    capabilitiesJSON: String? = nil, capabilities: [String] = [], methods: [String] = [],
    limits: [String] = [], highWater: [String: Date] = [:]
  ) {
    self.server = server
    self.lastSync = lastSync
    self.failure = failure
    self.capabilitiesJSON = capabilitiesJSON
    self.capabilities = capabilities
    self.methods = methods
    self.limits = limits
    self.highWater = highWater
  }
}

/// A server that the configuration names.
public struct ConfiguredServer: Hashable, Sendable {
  public var name: String
  public var baseURL: String
  public var login: ServerLogin

  public init(name: String, baseURL: String, login: ServerLogin = ServerLogin()) {
    self.name = name
    self.baseURL = baseURL
    self.login = login
  }
}
