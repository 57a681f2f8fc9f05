import Foundation

/// Another program as a witness that knows nothing of this one.
public enum Witness {
  private struct Failure: Error {}

  /// Runs a program found on PATH.
  /// - Returns: its standard output.
  /// - Throws: when it cannot be started or fails.
  public static func run(_ command: [String], input: Data = Data()) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Beside the reading, so that neither side waits for the other's full pipe.
    let writer = Thread {
      stdin.fileHandleForWriting.write(input)
      try? stdin.fileHandleForWriting.close()
    }
    writer.start()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure() }
    return output
  }
}

/// Poppler, which reads PDF files.
public enum Poppler {
  public static let isInstalled = (try? Witness.run(["pdftotext", "-v"])) != nil

  /// What a tool says of a file.
  /// - Parameter command: the tool and its options; the file goes to it as `-`.
  public static func run(_ command: [String], on pdf: [UInt8]) throws -> String {
    let output = try Witness.run(command + ["-"], input: Data(pdf))
    return String(decoding: output, as: UTF8.self)
  }

  /// The words of a file in reading order, one line to a line.
  public static func text(of pdf: [UInt8]) throws -> String {
    try String(
      decoding: Witness.run(["pdftotext", "-layout", "-", "-"], input: Data(pdf)), as: UTF8.self)
  }
}
