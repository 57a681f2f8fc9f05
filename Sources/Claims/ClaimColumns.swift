import Tables

extension ClaimTable {
  /// The columns of claims.csv, in the order in which a new file would have them.
  public static var columns: [ColumnRule] { schema.columns }
}
