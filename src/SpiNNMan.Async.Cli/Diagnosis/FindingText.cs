using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>Writes findings for people.</summary>
internal static class FindingText
{
    private const int IndentOfFound = 19;

    /// <summary>Writes a finding, and below it what to do.</summary>
    public static void Write(IAnsiConsole console, Finding finding)
    {
        (string mark, string colour) = finding.Verdict switch
        {
            Verdict.Ok => ("ok", "green"),
            Verdict.Note => ("note", "blue"),
            Verdict.Warning => ("warning", "yellow"),
            _ => ("problem", "red"),
        };
        HangingText.Write(console, string.Create(CultureInfo.InvariantCulture, $"[{colour}]{mark,-8}[/] [bold]{finding.Step,-9}[/] "), IndentOfFound, finding.Found);
        if (finding.Advice is { } advice)
            HangingText.Write(console, "", IndentOfFound, advice);
    }
}
