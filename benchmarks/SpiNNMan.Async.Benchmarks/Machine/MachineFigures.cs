using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Benchmarks.Machine;

/// <summary>What operations on whole machines reach of what the boards allow: measured on a clock that only moves as boards and network take time, so that it is the same each time.</summary>
internal static class MachineFigures
{
    /// <summary>The argument that asks for them.</summary>
    public const string Argument = "machine";

    private const string FileName = "machine.md";

    private static readonly (string Name, Func<Task<string>> MeasureAsync)[] s_sections =
    [
        ("Loading", LoadFigure.MeasureAsync),
        ("Transfers", TransferFigure.MeasureAsync),
    ];

    /// <summary>Measures all, and writes the page.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Whole machines

            Made by `dotnet run --project benchmarks/SpiNNMan.Async.Benchmarks -c Release -- machine`. Time here is that of a simulated clock: it moves as the boards of the virtual machine (`ServiceTime.Hardware`) and the
            network (0.1 ms each way) take time, and the host takes none, so the figures are the same on every computer. *Possible* is what the busiest board works on the least set of requests, one after the other without a
            pause; *reached* is its share of the time that was taken.

            """);
        foreach ((string name, Func<Task<string>> measureAsync) in s_sections)
        {
            Console.WriteLine($"measuring: {name}");
            page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n{await measureAsync()}");
        }

        string path = Path.Combine(directory, FileName);
        await File.WriteAllTextAsync(path, page.ToString());
        Console.WriteLine(page);
        return 0;
    }
}
