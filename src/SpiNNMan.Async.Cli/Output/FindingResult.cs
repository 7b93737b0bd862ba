using SpiNNMan.Async.Cli.Diagnosis;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>What a step of a diagnosis found, for programs.</summary>
internal sealed record FindingResult(string Step, string Verdict, string Found, string? Advice)
{
    public static FindingResult From(Finding finding) => new(finding.Step, Name(finding.Verdict), finding.Found, finding.Advice);

    private static string Name(Diagnosis.Verdict verdict) => verdict switch
    {
        Diagnosis.Verdict.Ok => "ok",
        Diagnosis.Verdict.Note => "note",
        Diagnosis.Verdict.Warning => "warning",
        _ => "problem",
    };
}
