namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A machine in the list of machines.</summary>
internal sealed record MachineEntry(
    string Name, IReadOnlyList<string> Tags, string Uri, int Width, int Height, IReadOnlyList<BoardMessage> DeadBoards, IReadOnlyList<IReadOnlyList<LinkEnd>> DeadLinks);
