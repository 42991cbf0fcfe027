import ArgumentParser
import Foundation

struct ManualVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print a page of the manual.",
    discussion: """
      countersign manual | man -l -                   the program: verbs, keys, exit status
      countersign manual countersign.5 | man -l -     every option of every file
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: .init("Write all pages into a directory instead.", valueName: "dir"))
  var to: String?
  @Argument(
    help: .init(
      "\(Manual.Page.allCases.map(\.rawValue).joined(separator: ", ")) (default: countersign.1)."))
  var page = Manual.Page.program

  func run(in invocation: Invocation) async throws {
    guard let directory = to else {
      let text = try Manual.text(page)
      return invocation.console.line(String(text.dropLast()))
    }
    for page in Manual.Page.allCases {
      let path = "\(directory)/\(page.rawValue)"
      let text = try Manual.text(page)
      do {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
      } catch {
        throw Failure(
          .usage, code: "manual.unwritable",
          "\(path) cannot be written: \(error.localizedDescription)",
          advice: "Name a directory that exists and is yours.")
      }
    }
  }
}

extension Manual.Page: ExpressibleByArgument {}
