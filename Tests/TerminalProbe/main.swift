import Foundation
import Terminal

// A program for the tests of the terminal: it shows what it reads and does a few things on demand.

func frame(_ log: [String], _ device: TerminalDevice) -> Frame {
  var frame = Frame(size: device.size)
  let size = "\(device.size.columns)x\(device.size.rows)"
  frame.write(
    "probe \(size) \(device.depth.rawValue) \(device.theme.background.rawValue)",
    at: Position(column: 0, row: 0), role: .title)
  frame.write("日本👩‍💻|❤️|🇳🇬|é|हिन्दी|عمر|", at: Position(column: 0, row: 1), role: .riskHigh)
  frame.write("bar", at: Position(column: 0, row: 2), role: .selected, width: 10)
  frame.write("pid \(getpid()) end", at: Position(column: 12, row: 2))
  frame.write("a\u{1B}[31mb", at: Position(column: 0, row: 3))
  for (row, line) in log.suffix(max(0, device.size.rows - 4)).enumerated() {
    frame.write(line, at: Position(column: 0, row: row + 4))
  }
  frame.cursor = Position(column: 2, row: min(2, max(0, device.size.rows - 1)))
  return frame
}

func name(_ event: TerminalEvent) -> String {
  switch event {
  case .key(.paste(let text)): "paste \(text.debugDescription)"
  case .key(let key): "key \(key.label)"
  case .mouse(let action): "mouse \(action.kind) \(action.position.column),\(action.position.row)"
  case .resized(let size): "size \(size.columns)x\(size.rows)"
  case .background(let isLight): isLight ? "light" : "dark"
  case .terminated(let signal): "signal \(signal)"
  }
}

func act(on event: TerminalEvent, _ device: TerminalDevice) -> [TerminalEvent] {
  switch event {
  case .key(.character("q")):
    device.close()
    exit(0)
  case .key(.character("x")): exit(3)
  case .key(.character("c")): fatalError("probe crashes")
  case .key(.character("e")): FileHandle.standardError.write(Data("an error\n".utf8))
  case .key(.character("t")): device.setTitle("a\u{7}b")
  case .key(.character("o")): device.outside { print("outside") }
  case .key(.control("z")): return device.suspend()
  case .terminated(let signal):
    device.close()
    exit(128 + signal)
  default: break
  }
  return []
}

do {
  let device = try TerminalDevice(environment: ProcessInfo.processInfo.environment)
  var log: [String] = []
  while true {
    device.draw(frame(log, device))
    var descriptors = device.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&descriptors, nfds_t(descriptors.count), device.waitMilliseconds)
    for event in device.readEvents() {
      log.append(name(event))
      for next in act(on: event, device) { log.append(name(next)) }
    }
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(69)
}
