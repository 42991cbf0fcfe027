import Foundation
import Screens
import Sync

/// What the text of a server's draft lacks, by the rules of the configuration file.
struct DraftCheck: Sendable {
  private(set) var test = ServerTest(lines: [])
  /// nil while something is missing or wrong.
  private(set) var server: ServerConfiguration?

  init(draft: ServerDraft, session: Session) {
    if let name = draft.operatorName {
      add(
        name.isEmpty
          ? .init(.missing, "Say who you are: decisions are recorded in this name.")
          : .init(.good, "You are \(name)."))
    }
    add(Self.name(draft, session))
    add(Self.address(draft))
    add(Self.secret(draft, session))
    guard test.isComplete else { return }
    do throws(ConfigurationError) {
      server = try Self.server(draft)
      server?.withheldVariables = session.configuration.servers.reduce(into: []) {
        $0.formUnion($1.secretVariables)
      }
    } catch { add(.init(.wrong, "\(error.sentence) \(error.advice)")) }
  }

  private mutating func add(_ line: ServerTest.Line) { test.lines.append(line) }

  private static func name(_ draft: ServerDraft, _ session: Session) -> ServerTest.Line {
    if draft.name.isEmpty { return .init(.missing, "Give it a short name, such as idp.") }
    guard ServerSettings.isName(draft.name) else {
      return .init(.wrong, "A name has 1 to 20 of a-z, A-Z, 0-9, - and _.")
    }
    guard session.configuration.server(named: draft.name) == nil else {
      return .init(.wrong, "A server is called \(draft.name) already.")
    }
    return .init(.good, "It is called \(draft.name).")
  }

  private static func address(_ draft: ServerDraft) -> ServerTest.Line {
    if draft.url.isEmpty || draft.url == "https://" {
      return .init(.missing, "Give its SCIM base, such as https://host/scim/v2.")
    }
    guard ServerSettings.isURL(draft.url) else {
      return .init(.wrong, "The address is no http or https URL without user and query yet.")
    }
    let server = ServerConfiguration(name: draft.name, baseURL: draft.url)
    return server.plainWarning != nil
      ? .init(.note, "\(draft.url) is not encrypted: whoever is on the way reads the token.")
      : .init(.good, "It is at \(draft.url).")
  }

  /// Looks, but reads no secret.
  private static func secret(_ draft: ServerDraft, _ session: Session) -> ServerTest.Line {
    if draft.secretPlace != .none, draft.secret.isEmpty {
      return .init(.missing, "Say which \(draft.secretPlace.rawValue) has the token.")
    }
    switch draft.secretPlace {
    case .none: return .init(.note, "It is asked without a token.")
    case .variable:
      let isSet = session.invocation.environment[draft.secret]?.isEmpty == false
      return isSet
        ? .init(.good, "The variable \(draft.secret) is set.")
        : .init(
          .wrong, "The variable \(draft.secret) is not set here. Quit, export it, come again.")
    case .file:
      let path = (draft.secret as NSString).expandingTildeInPath
      return FileManager.default.isReadableFile(atPath: path)
        ? .init(.good, "The file is there.") : .init(.wrong, "No file \(path) can be read.")
    case .program:
      return ProgramWords.split(draft.secret) == nil
        ? .init(.wrong, "A quote is not closed.") : .init(.good, "The program is run for it.")
    }
  }

  /// As the configuration file would have it.
  static func server(_ draft: ServerDraft) throws(ConfigurationError) -> ServerConfiguration {
    var members: [String: TOMLNode] = ["name": .text(draft.name), "url": .text(draft.url)]
    switch draft.secretPlace {
    case .none: break
    case .variable: members["token_env"] = .text(draft.secret)
    case .file: members["token_file"] = .text(draft.secret)
    case .program:
      let words = ProgramWords.split(draft.secret) ?? []
      members["token_command"] = .list(words.map { .text($0) })
    }
    let document = try TOMLDocument(text: "", file: "")
    return try ServerSettings.read(
      SettingsReader(document: document, prefix: "", members: members))
  }
}
