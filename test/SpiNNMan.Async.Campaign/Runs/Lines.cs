using System.Globalization;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>What a worker says to its supervisor, a line each.</summary>
internal static class Lines
{
    public const string Start = "@start";
    public const string Done = "@done";
    public const string Finding = "@finding";

    public static string OfStart(int seed) => string.Create(CultureInfo.InvariantCulture, $"{Start}\t{seed}");

    public static string OfEnd(int seed, TimeSpan time, long requests, int faults) =>
        string.Create(CultureInfo.InvariantCulture, $"{Done}\t{seed}\t{time.Ticks}\t{requests}\t{faults}");

    public static string OfFinding(int seed, Finding finding) =>
        string.Create(CultureInfo.InvariantCulture, $"{Finding}\t{seed}\t{finding.Kind}\t{Clean(finding.Where)}\t{Clean(finding.Text)}");

    private static string Clean(string text) => text.ReplaceLineEndings(" | ").Replace('\t', ' ');
}
