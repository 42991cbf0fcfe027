import Foundation

/// One given or family name.
struct NamePart: Sendable {
  /// In Latin letters, accents kept.
  let latin: String
  /// In its own script, where that is not Latin.
  let native: String?
  /// Lowercase a-z, for user names and addresses.
  let ascii: String

  /// Shape: `Wei` or `Wei|伟`.
  init(_ text: Substring) {
    let halves = text.split(separator: "|", maxSplits: 1)
    latin = String(halves.first ?? text)
    native = halves.count == 2 ? String(halves[1]) : nil
    ascii = Self.ascii(latin)
  }

  init(latin: String, native: String?) {
    self.latin = latin
    self.native = native
    ascii = Self.ascii(latin)
  }

  /// Letters that no decomposition turns into plain ones.
  private static let spelled: [Character: String] = [
    "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "œ": "oe",
  ]

  private static func ascii(_ name: String) -> String {
    let spelledOut = name.lowercased().map { spelled[$0] ?? String($0) }.joined()
    let plain = spelledOut.folding(options: .diacriticInsensitive, locale: nil)
    return String(plain.filter { $0.isASCII && $0.isLetter })
  }
}

/// The names of one part of the world, and where most of its people work.
struct Culture: Sendable {
  enum Order: Sendable {
    /// Ada Okafor, José Silva.
    case givenFirst
    /// 佐藤美咲: the family name first and no space between, in the native script.
    case familyFirst
  }

  let given: [NamePart]
  let family: [NamePart]
  let order: Order
  let home: Place

  init(given: String, family: String, order: Order = .givenFirst, home: Place) {
    self.given = given.split(whereSeparator: \.isWhitespace).map(NamePart.init)
    self.family = family.split(whereSeparator: \.isWhitespace).map(NamePart.init)
    self.order = order
    self.home = home
  }

  var combinations: Int { given.count * family.count }

  /// The name in its own script, or nil where that is Latin.
  func native(_ givenName: NamePart, _ familyName: NamePart) -> String? {
    guard let first = givenName.native, let last = familyName.native else { return nil }
    return order == .familyFirst ? last + first : "\(first) \(last)"
  }
}

/// An office.
struct Place: Hashable, Sendable {
  let city: String
  let country: String
  let timeZone: String
  let language: String

  static let all: [Place] = [
    .london, .lagos, .saoPaulo, .singapore, .paris, .berlin, .warsaw, .tokyo, .seoul, .bengaluru,
    .cairo, .austin, .madrid, .copenhagen, .istanbul, .hanoi, .athens, .kyiv,
  ]
  static let london = Place("London", "GB", "Europe/London", "en-GB")
  static let lagos = Place("Lagos", "NG", "Africa/Lagos", "en-NG")
  static let saoPaulo = Place("São Paulo", "BR", "America/Sao_Paulo", "pt-BR")
  static let singapore = Place("Singapore", "SG", "Asia/Singapore", "en-SG")
  static let paris = Place("Paris", "FR", "Europe/Paris", "fr-FR")
  static let berlin = Place("Berlin", "DE", "Europe/Berlin", "de-DE")
  static let warsaw = Place("Warszawa", "PL", "Europe/Warsaw", "pl-PL")
  static let tokyo = Place("Tokyo", "JP", "Asia/Tokyo", "ja-JP")
  static let seoul = Place("Seoul", "KR", "Asia/Seoul", "ko-KR")
  static let bengaluru = Place("Bengaluru", "IN", "Asia/Kolkata", "en-IN")
  static let cairo = Place("Cairo", "EG", "Africa/Cairo", "ar-EG")
  static let austin = Place("Austin", "US", "America/Chicago", "en-US")
  static let madrid = Place("Madrid", "ES", "Europe/Madrid", "es-ES")
  static let copenhagen = Place("København", "DK", "Europe/Copenhagen", "da-DK")
  static let istanbul = Place("İstanbul", "TR", "Europe/Istanbul", "tr-TR")
  static let hanoi = Place("Hà Nội", "VN", "Asia/Ho_Chi_Minh", "vi-VN")
  static let athens = Place("Athens", "GR", "Europe/Athens", "el-GR")
  static let kyiv = Place("Kyiv", "UA", "Europe/Kyiv", "uk-UA")

  private init(_ city: String, _ country: String, _ timeZone: String, _ language: String) {
    self.city = city
    self.country = country
    self.timeZone = timeZone
    self.language = language
  }
}
