namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>What a step of a diagnosis found, as JSON.</summary>
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
