namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A machine, and where to ask for its boards.</summary>
internal sealed record MachineMessage(
    string Name,
    IReadOnlyList<string> Tags,
    int Width,
    int Height,
    IReadOnlyList<BoardMessage> DownBoards,
    IReadOnlyList<IReadOnlyList<LinkEnd>> DownLinks,
    string LookupByPhysicalBoard,
    string LookupByLogicalBoard,
    string LookupByChip,
    string LookupByAddress);
