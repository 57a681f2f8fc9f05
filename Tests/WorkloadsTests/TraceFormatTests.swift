import Evidence
import Testing

@testable import Workloads

@Suite struct TraceFormatTests {
  /// The first rows of the published files.
  @Test func publishedFormatsAreRead() throws {
    let azure = try Trace.of(
      """
      TIMESTAMP,ContextTokens,GeneratedTokens
      2023-11-16 18:17:03.9799600,4808,10
      2023-11-16 18:17:04.0319600,3180,8
      2023-11-16 18:17:04.0781490,110,27

      """)
    #expect(azure.format == .azure && azure.requests == 3)
    #expect(azure.windows.map(\.promptTokens) == [8098])
    #expect(azure.windows.map(\.outputTokens) == [45])
    #expect(azure.seconds == 0...0.098189)
    let mooncake = try Trace.of(
      """
      {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2, 3, 4]}
      {"timestamp": 3000, "input_length": 915, "output_length": 355, "hash_ids": [0, 462]}

      """)
    #expect(mooncake.format == .mooncake && mooncake.requests == 2)
    #expect(mooncake.windows.map(\.promptTokens) == [7673])
    #expect(mooncake.windows.map(\.outputTokens) == [855])
    #expect(mooncake.seconds == 0...3)
  }

  private static let times: [(String, Double)] = [
    ("2024-05-10 00:00:01.009930+00:00", 1.00993), ("2024-05-10T00:00:01Z", 1),
    ("2024-05-10 00:00:01", 1), ("2024-05-10 02:00:01+02:00", 1), ("2024-05-09 23:30:01-00:30", 1),
    ("2024-05-10 00:00:00.1234567", 0.1234567), ("2024-05-10 00:00:00.123456789", 0.1234567),
    ("2024-05-11 00:00:00", 86_400), ("2024-06-10 00:00:00.5", 31 * 86_400 + 0.5),
    ("2025-05-10 00:00:00", 365 * 86_400), ("2024-05-09 23:59:59.9", -0.1),
  ]

  @Test(arguments: times) func timesAreThoseOfTheCalendar(_ text: String, _ seconds: Double) throws
  {
    let trace = try Trace.azure(["2024-05-10 00:00:00,1,1", "\(text),1,1"])
    #expect(trace.seconds == min(0, seconds)...max(0, seconds))
  }

  private static let free: [String] = [
    // In another order, with other columns, with CRLF, a byte order mark, quotes, empty lines.
    "GeneratedTokens,TIMESTAMP,ContextTokens\n10,2024-05-10 00:00:00,4808\n8,2024-05-10 00:00:01,3180",
    "a,TIMESTAMP,b,ContextTokens,GeneratedTokens,c\n,2024-05-10 00:00:00,\"1,2\",4808,10,x\n"
      + "\"a \"\"b\"\"\",2024-05-10 00:00:01,,3180,8,\n",
    "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2024-05-10 00:00:00,4808,10\r\n"
      + "2024-05-10 00:00:01,3180,8\r\n",
    "\u{FEFF}TIMESTAMP,ContextTokens,GeneratedTokens\n\n2024-05-10 00:00:00,4808,10\n\r\n\n"
      + "2024-05-10 00:00:01,3180,8",
    "\"TIMESTAMP\",\"ContextTokens\",\"GeneratedTokens\"\n\"2024-05-10 00:00:00\",\"4808\",\"10\"\n"
      + "\"2024-05-10 00:00:01\",\"3180\",\"8\"",
    // Keys in another order, other keys with anything in them, no blanks, blanks.
    #"{"output_length":10,"timestamp":7000,"input_length":4808}"# + "\n"
      + #"{"output_length":8,"timestamp":8000,"input_length":3180}"#,
    #"{"hash_ids": [1, [2, "]"], {"timestamp": 5}], "timestamp": 0, "n": null, "#
      + #""input_length": 4808, "x": "\"}\\", "output_length": 10, "y": {"z": {}}}"# + "\r\n"
      + #"  { "timestamp" : 1000 , "input_length" : 3180 , "output_length" : 8 , "t": -1.5e3 }  "#,
  ]

  @Test(arguments: free) func freedomsOfTheFormats(_ text: String) throws {
    let trace = try Trace.of(text)
    #expect(trace.requests == 2 && trace.seconds == 0...1)
    #expect(trace.windows.map(\.promptTokens) == [7988])
    #expect(trace.windows.map(\.outputTokens) == [18])
  }

  private static let header = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
  private static let time = "2024-05-10 00:00:00"
  private static let tokens = "is not a number of tokens; write a whole number like 374"

  private static let azureFaults: [(String, String)] = [
    ("\(time),-3,1", "2:21: ContextTokens: '-3' \(tokens)"),
    ("\(time),3.5,1", "2:21: ContextTokens: '3.5' \(tokens)"),
    ("\(time),3,", "2:23: GeneratedTokens: '' \(tokens)"),
    ("\(time),3, 4", "2:23: GeneratedTokens: ' 4' \(tokens)"),
    ("\(time),1,1\n\(time),1e3,1", "3:21: ContextTokens: '1e3' \(tokens)"),
    (
      "\(time),99999999999999999999999,1",
      "2:21: ContextTokens: '99999999999999999999999' tokens are more than 2097152, the most counted"
    ),
    (
      "\(time),2097153,1",
      "2:21: ContextTokens: '2097153' tokens are more than 2097152, the most counted"
    ),
    ("\(time),3", "2:22: the line has 2 cells, the header 3; add the rest"),
    ("\(time),3,4,5", "2:24: the line has more cells than the header, which has 3"),
    (
      "2024-02-30 00:00:00,3,4",
      "2:1: TIMESTAMP: '2024-02-30 00:00:00' is not a time; write it like 2023-11-16 18:17:03.9799600"
    ),
    (
      "2024-02-20 24:00:00,3,4",
      "2:1: TIMESTAMP: '2024-02-20 24:00:00' is not a time; write it like 2023-11-16 18:17:03.9799600"
    ),
    (
      "10 äöü,3,4",
      "2:1: TIMESTAMP: '10 äöü' is not a time; write it like 2023-11-16 18:17:03.9799600"
    ),
    ("\(time),3\",4", "2:22: a quote ends a cell that none begins; remove it"),
    ("\"\(time),3,4", "2:21: a cell in quotes does not end in this line; add the closing quote"),
  ]

  @Test(arguments: azureFaults) func faultsOfAzureRows(_ rows: String, _ complaint: String) throws {
    #expect(try Trace.complaints(of: Self.header + rows) == [complaint])
  }

  @Test func columnsAreCountedInCharacters() throws {
    let text = "x,TIMESTAMP,ContextTokens,GeneratedTokens\näöü,\(Self.time),x,4"
    #expect(try Trace.complaints(of: text) == ["2:25: ContextTokens: 'x' \(Self.tokens)"])
  }

  private static let mooncakeFaults: [(String, String)] = [
    (
      #"{"timestamp": 1, "input_length": 2}"#,
      "1:1: there is no 'output_length' in this row; add it"
    ),
    (#"{}"#, "1:1: there is no 'timestamp' in this row; add it"),
    (
      #"{"timestamp": 1, "input_length": -2, "output_length": 3}"#,
      "1:34: input_length: '-2' \(tokens)"
    ),
    (
      #"{"timestamp": 1, "input_length": "2", "output_length": 3}"#,
      "1:34: input_length: '\"2\"' \(tokens)"
    ),
    (
      #"{"timestamp": 1.5, "input_length": 2, "output_length": 3}"#,
      "1:15: timestamp: '1.5' is not a time; write whole milliseconds, at most 900000000000000"
    ),
    (
      #"{"timestamp": 1, "timestamp": 2, "input_length": 2, "output_length": 3}"#,
      "1:18: 'timestamp' is there twice; keep one"
    ),
    (
      #"{"timestamp": 1, "ids": [1, 2, "input_length": 2, "output_length": 3}"#,
      "1:69: '}' closes a '['; close it with ']'"
    ),
    (
      #"{"timestamp": 1, "ids": [1, {"a": 2"#,
      "1:25: this value does not end in this line; an object stands on one line"
    ),
    (
      #"{"timestamp": 1, "input_length": 2, "output_length": 3"#,
      "1:55: ',' or '}' is missing where the line ends"
    ),
    (
      #"{"timestamp": 1, "input_length": 2, "output_length": 3} 4"#,
      "1:57: something follows the object; put it on a line of its own"
    ),
    (#"{"timestamp" 1}"#, "1:14: ':' is missing before '1}'"),
    (#"{"a": }"#, "1:7: a value is missing before '}'"),
    (#"{timestamp: 1}"#, "1:2: a key in double quotes is missing before 'timestamp: 1}'"),
    (
      #"{"timestamp": 1, "input_length": 2, "output_length": 3}"# + "\n[1]",
      "2:1: a row is an object; begin it with '{'"
    ),
  ]

  @Test(arguments: mooncakeFaults) func faultsOfMooncakeRows(_ text: String, _ complaint: String)
    throws
  {
    #expect(try Trace.complaints(of: text) == [complaint])
  }

  @Test func otherFirstLinesAreToldTheFormats() throws {
    let known =
      "is the first line of no known format; Azure's CSV begins with the line "
      + "TIMESTAMP,ContextTokens,GeneratedTokens, and each line of Mooncake's JSON lines is like "
      + #"{"timestamp": 27482, "input_length": 6955, "output_length": 52}"#
    #expect(try Trace.complaints(of: "a,b\n1,2\n") == ["1:1: 'a,b' \(known)"])
    #expect(try Trace.complaints(of: "\u{0}\u{1}") == ["1:1: '\\0\\u{01}' \(known)"])
    #expect(
      try Trace.complaints(of: "TIMESTAMP,ContextTokens,GeneratedToken\n") == [
        "1:1: there is no column GeneratedTokens; did you mean 'GeneratedToken'?"
      ])
    #expect(
      try Trace.complaints(of: "TIMESTAMP,ContextTokens,GeneratedTokens,TIMESTAMP\n") == [
        "1:41: the column TIMESTAMP is there twice; keep one"
      ])
    #expect(
      try Trace.complaints(of: "") == [
        "1:1: the file is empty; a trace has a line for each request"
      ])
    #expect(
      try Trace.complaints(of: Self.header) == [
        "1:1: there is no request in the file, only its header"
      ])
  }

  @Test func faultyLinesArePassedOverWhereAsked() throws {
    let rows = ["\(Self.time),3,4", "x,3,4", "\(Self.time),5,6", "\(Self.time),7"]
    let trace = try Trace.azure(rows, keepGoing: true)
    #expect(trace.requests == 2 && trace.skippedLines == 2)
    #expect(trace.windows.map(\.promptTokens) == [8])
    #expect(trace.complaints.map(\.line) == [3, 5])
    let error = #expect(throws: IngestError.self) {
      try Trace.azure(["x,1,1", "y,1,1"], keepGoing: true)
    }
    #expect(error?.complaints.map(\.line) == [2, 3])
    let many = try Trace.azure(
      ["\(Self.time),3,4"] + Array(repeating: "?", count: 1000), keepGoing: true)
    #expect(many.skippedLines == 1000 && many.complaints.count == 10)
  }
}

@Suite struct TraceFuzzTests {
  private static let lines = [
    #"{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, [47], "a\""]}"#,
    "2023-11-16 18:17:03.9799600,4808,10", "\"2024-05-10T00:00:00.009930+00:00\",\"48\",10",
  ]

  /// Lines with bytes changed, lost and doubled are read or complained of at a place in them; debug
  /// builds trap on a step beyond their end.
  @Test func changedLinesAreReadOrComplainedOf() throws {
    var state: UInt64 = 1
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let interesting = Array("{}[]\",:\\ -.0129eTZ+\u{0}é".utf8)
    var (read, refused) = (0, 0)
    for round in 0..<4500 {
      var bytes = Array(Self.lines[round % 3].utf8)
      for _ in 0...random(2) where !bytes.isEmpty {
        let place = random(bytes.count)
        switch random(3) {
        case 0: bytes[place] = interesting[random(interesting.count)]
        case 1: bytes.remove(at: place)
        default: bytes.insert(interesting[random(interesting.count)], at: place)
        }
      }
      bytes.withUnsafeBufferPointer { line in
        do throws(LineFault) {
          let row = try Self.row(line, isMooncake: round % 3 == 0)
          #expect(0...TokenCounts.longest ~= row.promptTokens)
          #expect(0...TokenCounts.longest ~= row.outputTokens)
          read += 1
        } catch {
          #expect(0...bytes.count ~= error.offset && !error.message.isEmpty)
          refused += 1
        }
      }
    }
    #expect(read > 300 && refused > 3000, "\(read) read, \(refused) refused")
  }

  private static func row(
    _ line: LineReader.Line, isMooncake: Bool
  ) throws(LineFault) -> TraceRow {
    if isMooncake {
      var rows = MooncakeRows()
      return try rows.row(line)
    }
    let header = Array("TIMESTAMP,ContextTokens,GeneratedTokens".utf8)
    let rows = try header.withUnsafeBufferPointer { header throws(LineFault) in
      try AzureRows(header: header)
    }
    guard var rows else { throw LineFault(at: 0, "") }
    return try rows.row(line)
  }
}
