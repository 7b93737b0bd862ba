using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>What runs on which cores, for programs.</summary>
internal sealed record PsResult(IReadOnlyList<PsResult.Entry> Cores)
{
    public static Entry Describe(CpuInfo info) => new(info.Core.X, info.Core.Y, info.Core.Core, info.State.ToString(), info.ApplicationName, info.ApplicationId)
    {
        RunTimeError = info.State == CpuState.RunTimeException ? info.RunTimeError.ToString() : null,
    };

    /// <summary>One core.</summary>
    internal sealed record Entry(int X, int Y, int Core, string State, string Application, int ApplicationId)
    {
        /// <summary>Why it stopped, if it did by an error.</summary>
        public string? RunTimeError { get; init; }
    }
}
