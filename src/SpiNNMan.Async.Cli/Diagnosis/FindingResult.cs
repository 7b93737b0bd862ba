using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>The finding of a step of a diagnosis, as JSON.</summary>
internal sealed record FindingResult(string Step, string Verdict, string Message, string? Advice)
{
    public static FindingResult From(Finding finding) => new(finding.Step, JsonNames.Of(finding.Verdict), finding.Found, finding.Advice);
}
