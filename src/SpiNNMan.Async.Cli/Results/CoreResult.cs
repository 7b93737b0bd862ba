using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A core and the application that it runs, as JSON.</summary>
internal sealed record CoreResult(int X, int Y, int Core, string State, string ApplicationName, int ApplicationId)
{
    /// <summary>The run-time error that stopped the core, if one did.</summary>
    public string? RunTimeError { get; init; }

    /// <summary>Where the core is in its program, if that was read.</summary>
    public IReadOnlyList<CodePlaceResult>? Places { get; init; }

    /// <summary>Why the stack of the core is not among the places.</summary>
    public string? StackProblem { get; init; }

    public static CoreResult From(CoreInfo info) => new(info.Core.X, info.Core.Y, info.Core.Core, JsonNames.Of(info.State), info.ApplicationName, info.ApplicationId)
    {
        RunTimeError = info.State == CoreState.RunTimeException ? JsonNames.Of(info.RunTimeError) : null,
    };
}
