/// A number with its noun. Shape: `1 record`, `2 records`.
func counted(_ number: some BinaryInteger, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
