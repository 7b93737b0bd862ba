using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The cores and what runs on them, as JSON.</summary>
internal sealed record PsResult(IReadOnlyList<PsResult.Entry> Cores)
{
    public static Entry Describe(CoreInfo info) => new(info.Core.X, info.Core.Y, info.Core.Core, info.State.ToString(), info.ApplicationName, info.ApplicationId)
    {
        RunTimeError = info.State == CoreState.RunTimeException ? info.RunTimeError.ToString() : null,
    };

    /// <summary>A core.</summary>
    internal sealed record Entry(int X, int Y, int Core, string State, string Application, int ApplicationId)
    {
        /// <summary>The run-time error that stopped the core, if one did.</summary>
        public string? RunTimeError { get; init; }
    }
}
