/// The same numbers for the same seed.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

  mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
}
