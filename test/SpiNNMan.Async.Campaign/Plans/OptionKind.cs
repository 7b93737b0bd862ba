namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>An option of the client that differs from its default.</summary>
internal enum OptionKind
{
    MaxWindow,
    RemoteChipWindow,
    InitialTimeout,
    MinTimeout,
    MaxTimeout,
    GiveUpAfter,
    ResendWhenOvertakenBy,
    MaxDatagramSize,
    InboundCapacity,
    ContinuationsElsewhere,
    NoNetwork,
    NoPinger,
    NoClock,
    NoLoggers,
    StrategyThrows,
    StrategyCancels,
    ResolverThrows,
}
