namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>What a caller does.</summary>
internal enum StepKind
{
    // With a connection.
    ReadSmall,
    ReadLarge,
    WriteAndRead,
    ReadWord,
    Version,
    ChipInfo,
    Tag,
    Allocate,
    Led,
    Receive,
    OwnRequests,
    ProgressThrows,

    // With a transceiver.
    Iobufs,
    CoreInfos,
    Heap,
    Routes,
    AllocateAndFree,
    FreeOfApplication,
    CountCores,
    Tags,
    Variables,
    Stream,
    Session,
    P2PTable,
    Diagnostics,
    Discover,

    // With a connection for live data.
    LiveTag,
}
