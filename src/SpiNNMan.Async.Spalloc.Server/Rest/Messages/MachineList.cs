namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>All machines.</summary>
internal sealed record MachineList(IReadOnlyList<MachineEntry> Machines);
