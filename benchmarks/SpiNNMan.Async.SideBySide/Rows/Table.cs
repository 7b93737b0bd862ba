namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>All rows.</summary>
internal static class Table
{
    public static IReadOnlyList<Row> Rows { get; } = [.. ProcessorRows.All, .. LossRows.All, .. SharingRows.All, .. MachineRows.All, .. WindowRows.All, ProcessorRows.Default, .. LiveRows.All];
}
