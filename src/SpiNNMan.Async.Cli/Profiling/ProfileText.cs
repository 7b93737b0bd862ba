using System.Globalization;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Debugging.Tracing;
using SpiNNMan.Async.Profiling;

namespace SpiNNMan.Async.Cli.Profiling;

/// <summary>Samples of cores by function, and as files that other programs read.</summary>
/// <param name="profiles">The samples.</param>
/// <param name="symbols">The known symbols of the program.</param>
internal sealed class ProfileText(IReadOnlyList<CoreProfile> profiles, ProgramSymbols symbols)
{
    /// <summary>The functions of all cores together, the busiest first.</summary>
    public IReadOnlyList<FunctionResult> Functions() => FunctionsOf(profiles);

    /// <summary>The functions of some cores together, the busiest first.</summary>
    public IReadOnlyList<FunctionResult> FunctionsOf(IEnumerable<CoreProfile> cores) =>
    [
        .. cores.SelectMany(static core => core.Samples)
            .GroupBy(sample => NameOf(sample.Key), StringComparer.Ordinal)
            .Select(group => FunctionOf(group.Key, [.. group]))
            .OrderByDescending(static function => function.SampleCount)
            .ThenBy(static function => function.Function, StringComparer.Ordinal),
    ];

    /// <summary>The cores as tables of functions, with their lines below them if these are known.</summary>
    public IEnumerable<ProfileNode> Nodes()
    {
        foreach (CoreProfile profile in profiles)
        {
            var root = new ProfileNode(NameOf(profile));
            foreach ((uint address, long count) in profile.Samples.OrderBy(static sample => sample.Key))
            {
                ProfileNode node = root.Child(NameOf(address));
                if (symbols.Lines.Find(address) is { } line)
                    node = node.Child(line.ToString());

                node.Clocks += count;
            }

            yield return root;
        }
    }

    /// <summary>The name of a core.</summary>
    public static string NameOf(CoreProfile profile) => string.Create(CultureInfo.InvariantCulture, $"{profile.Core.X},{profile.Core.Y},{profile.Core.Core}");

    private string NameOf(uint address) => symbols.Functions.Find(address)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}");

    private FunctionResult FunctionOf(string name, KeyValuePair<uint, long>[] samples)
    {
        uint busiest = samples.MaxBy(static sample => sample.Value).Key;
        return new FunctionResult(name, samples.Sum(static sample => sample.Value), busiest, symbols.Lines.Find(busiest)?.ToString());
    }
}
