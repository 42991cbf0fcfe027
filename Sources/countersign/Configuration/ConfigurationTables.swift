import Governance
import Screens
import Store
import Terminal

/// What `config.toml` may say. ``ConfigurationReader`` and its like refuse everything else.
enum ConfigurationTables {
  static let all = [top, fieldPriority, keys, folder, server]

  static let top = SettingTable(
    name: "", help: "Keys at the top of the file, before any table.",
    settings: [
      Setting(
        "operator", "text", .words("nobody; everything can be looked at and nothing decided"),
        "Who you are, as the servers know you: an e-mail address, a userName or a full name."
          + " Decisions are recorded in this name, and you can approve nothing that is for you or"
          + " by you."),
      Setting(
        "theme", "text", .value("\"auto\""),
        "`auto` asks the terminal whether it is light or dark. Also "
          + Theme.builtInNames.map { "`\($0)`" }.joined(separator: ", ")
          + ", or the name of a file in `~/.config/countersign/themes` without its `.toml`."),
      Setting(
        "mouse", "true or false", .value("true"),
        "Clicks select, the wheel scrolls, a click on a key in the last line presses it. `false`"
          + " leaves the mouse to the terminal; with `true`, hold Shift to select text."),
      Setting(
        "notify", "text", .value("\"off\""),
        "How new requests for you and failed calls are told while you look elsewhere: "
          + Notification.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
          + ". The last two are the terminal's own notifications; which it takes is in its manual."),
      Setting(
        "sync_interval", "span of time", .value("\"15m\""),
        "While the screens are open, servers are asked for changes this often: `90s`, `15m`, `1h`,"
          + " and at least `30s`. `off` leaves it to you: the Servers screen, or `countersign sync`."
      ),
      Setting(
        "correlation", "list of texts",
        .value(TOMLText.list(StoreSettings().correlation.map(\.rawValue))),
        "Accounts on different servers belong to one person when one of these agrees; the first"
          + " that an account has counts. Known: "
          + CorrelationAttribute.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
          + ". `userNameAddress` is a userName that is an e-mail address."),
      Setting(
        "priority", "list of texts", .words("the order in which the servers stand in the file"),
        "Whose word counts when servers disagree about a person; the best first."),
      Setting(
        "privileged", "list of texts", .value(TOMLText.list(StoreSettings().privileged)),
        "Entitlements that deserve a second look, by name; `*` stands for anything."),
      Setting(
        "field_priority", "table", .words("as `priority` says"),
        "Whose word counts for one field: `[field_priority]`."),
      Setting("keys", "table", .words("the keys of the manual"), "Keys of commands: `[keys]`."),
      Setting(
        "folder", "tables", .words("the queue's own folders"),
        "Folders of the queue beside its own: `[[folder]]`, one each."),
      Setting("server", "tables", .words("none"), "The SCIM servers: `[[server]]`, one each."),
    ])

  static let fieldPriority = SettingTable(
    name: "[field_priority]",
    help: "Whose word counts for one field, where that is not the server that counts for the rest."
      + " Each key is a field with a list of servers, the best first; servers that are not named"
      + " follow in the order of `priority`.",
    settings: PersonField.allCases.map {
      Setting(
        $0.rawValue, "list of texts", .words("as `priority` says"),
        "The servers whose word on \($0.rawValue) counts.")
    })

  static let keys = SettingTable(
    name: "[keys]",
    help: "Commands on other keys. A key is a character, `^r`, `M-x`, `F5` or a word such as"
      + " `space`, `enter`, `esc` or `pgdn`. Two commands on one key, or a digit, are an error."
      + " The commands are those of the key lists.",
    settings: [
      Setting(
        "COMMAND", "text or list of texts", .words("the command's own keys"),
        "The keys of a command wherever it works; `[]` leaves it to the palette."),
      Setting(
        "PLACE", "table", .words("as everywhere"),
        "The same for one place: `[keys.queue]`. The places are "
          + KeyBindings.placeNames.map { "`\($0)`" }.joined(separator: ", ")
          + "; `plan` is the plan before a decision, where Enter does what is in focus."),
    ])

  static let folder = SettingTable(
    name: "[[folder]]",
    help: "A limit of the queue with a name, which is shown beside its folders.",
    settings: [
      Setting("name", "text", .required, "At most 24 characters."),
      Setting(
        "limit", "text", .required,
        "A SCIM filter or words, as after the command `limit`: `item.privileged eq true`."),
      Setting(
        "in", "text", .value("\"open\""),
        "What it limits: "
          + QueueFolder.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."),
    ])
}
