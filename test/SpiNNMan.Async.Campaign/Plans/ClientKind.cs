namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>What the user works with.</summary>
internal enum ClientKind
{
    Connection,
    Transceiver,
    LiveTags,
}
