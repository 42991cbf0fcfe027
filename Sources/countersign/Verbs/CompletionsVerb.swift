import ArgumentParser

struct CompletionsVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completion script of a shell.",
    discussion: """
      bash: countersign completions bash > ~/.local/share/bash-completion/completions/countersign
      zsh:  countersign completions zsh > "${fpath[1]}/_countersign"
      fish: countersign completions fish > ~/.config/fish/completions/countersign.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  @OptionGroup var options: GlobalOptions
  @Argument(help: "bash, zsh or fish.") var shell: Shell

  func run(in invocation: Invocation) async throws {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    invocation.console.line(Program.completionScript(for: kind))
  }
}
