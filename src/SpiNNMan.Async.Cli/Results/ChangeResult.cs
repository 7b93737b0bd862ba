using SpiNNMan.Async.Machines.Snapshots;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A difference between two snapshots, as JSON.</summary>
internal sealed record ChangeResult(string Kind, int? X, int? Y, string Message)
{
    public static ChangeResult From(MachineChange change) => new(change.Kind.ToString(), change.Chip?.X, change.Chip?.Y, change.Message);
}
