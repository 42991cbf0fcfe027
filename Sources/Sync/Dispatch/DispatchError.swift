import Store

/// Why a step of dispatching went no further.
enum DispatchError: Error {
  /// The server, or the way to it, said no.
  case server(SyncError)
  /// The database could not answer or record: dispatching stops at once, as after a crash.
  case store(StoreError)
}

extension SyncError {
  /// True when no call to this server can succeed until something outside is mended, so that it
  /// says nothing about the one action that met it.
  var concernsWholeServer: Bool {
    switch code {
    case .tokenMissing, .tokenUnreadable, .tokenExposed, .tokenCommandFailed, .tokenEndpoint,
      .clientRefused, .invalidURL, .nameNotResolved, .refused, .unreachable, .proxy, .tls,
      .caFileUnreadable, .clientCertificate, .redirected, .unauthorized, .cancelled:
      true
    default: false
    }
  }

  /// True when the call was certainly not carried out, however the disposition reads.
  var isRetryable: Bool {
    switch disposition {
    case .retryNow, .retryLater: true
    case .needsOperator: concernsWholeServer
    }
  }

  /// True when the call may have been carried out although this is all that came back.
  var leavesDoubt: Bool {
    switch status {
    case 0:
      switch code {
      case .timedOut, .cut, .cancelled, .transport, .tooLarge: true
      default: false
      }
    case 408: true
    case 300..<500, 501: false
    default: true
    }
  }

  /// How long the server asked to be left alone. Units: seconds.
  var askedDelaySeconds: Double {
    if case .retryLater(let seconds) = disposition { seconds } else { 0 }
  }
}
