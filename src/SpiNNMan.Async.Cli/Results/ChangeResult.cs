using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines.Snapshots;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A difference between two snapshots, as JSON.</summary>
internal sealed record ChangeResult(string Change, int? X, int? Y, string Message)
{
    public static ChangeResult From(MachineChange change) => new(JsonNames.Of(change.Kind), change.Chip?.X, change.Chip?.Y, change.Message);
}
