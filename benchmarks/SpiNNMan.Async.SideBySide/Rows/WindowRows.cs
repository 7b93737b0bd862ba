using System.Globalization;
using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Row 14: losses at other windows than a board's, on one that answers at once.</summary>
internal static class WindowRows
{
    private const double NativeTimeout = 20;

    private static readonly int[] s_windows = [1, 8, 32, 128];
    private static readonly double[] s_losses = [0.001, 0.01, 0.05];
    private static readonly (int Window, double Loss)[] s_cases = [.. s_windows.SelectMany(static _ => s_losses, static (window, loss) => (window, loss))];

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(14, "board that answers at once and loses some, requests/s against the C client with the same losses", [.. s_cases.SelectMany(Measures)], static samples =>
            s_cases.Select(@case => Figure.Least(Name(@case), samples.RateRatio(LibraryName(@case), NativeName(@case)), 1)),
            "Transfers of 1 MiB over a fresh connection. The C client has a timeout of 20 ms, and is otherwise that of row 1."),
    ];

    private static IEnumerable<Measure> Measures((int Window, double Loss) @case)
    {
        var board = new Behaviour { Loss = @case.Loss };

        // About as many as make a second for the slower of the two.
        long requests = (long)Math.Clamp(20 * @case.Window / @case.Loss, 800, 40_000);
        yield return new Measure(NativeName(@case), Name(@case), lab =>
            lab.NativeAsync(board, new NativeRun { Window = @case.Window, Requests = requests, TimeoutMilliseconds = NativeTimeout }));
        yield return new Measure(LibraryName(@case), Name(@case), lab =>
            lab.LibraryAsync(board, new Job { Kind = JobKind.Bulk, Window = @case.Window, Requests = requests, Seconds = 10 }));
    }

    private static string Name((int Window, double Loss) @case) =>
        string.Create(CultureInfo.InvariantCulture, $"window {@case.Window}, {100 * @case.Loss:0.#} % of exchanges lost");

    private static string NativeName((int Window, double Loss) @case) => $"C client, prompt board, {Name(@case)}";

    private static string LibraryName((int Window, double Loss) @case) => $"library, prompt board, {Name(@case)}";
}
