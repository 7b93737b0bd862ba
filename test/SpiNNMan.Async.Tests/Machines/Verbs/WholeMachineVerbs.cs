namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>All verbs that work on many boards at once, and those that are not tried as such.</summary>
internal static class WholeMachineVerbs
{
    /// <summary>The application that verbs are about.</summary>
    public const byte Application = 40;

    private const string ByRoot = "one request to one board";
    private const string Shorter = "a shorter way to say what is tried with its other parameters";

    public static IReadOnlyList<WholeMachineVerb> All { get; } =
        [.. ApplicationVerbs.All, .. StateVerbs.All, .. MemoryVerbs.All, .. RoutingVerbs.All, .. TagVerbs.All];

    /// <summary>Why some verbs are not in the list.</summary>
    public static IReadOnlyDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Applications.SendSignalAsync(applicationId, signal, applicationMask)"] = ByRoot,
        ["Chips.SetClockSyncAsync(isEnabled)"] = ByRoot,
        ["Chips.ProfileAsync(cores, options)"] = "it samples for a time: see ProfileTests",
        ["WatchAsync(options)"] = "it goes on for ever: see WatchTests",
        ["Applications.LoadAsync(image, cores, applicationId, options)"] = Shorter,
        ["Applications.StartAsync(image, cores, options)"] = Shorter,
        ["Applications.StartAsync(path, cores, options)"] = Shorter,
        ["Applications.WaitForStateAsync(cores, state, timeout)"] = Shorter,
        ["Applications.StartAsync(targets, options)"] = Shorter,
        ["Applications.StartAsync(parts, options)"] = "all or nothing: SessionTests",
        ["Sdram.AllocateAsync(chips, size, applicationId, tag)"] = "all or nothing: SdramTests",
        ["Iobuf.SubscribeAsync(cores, interval)"] = "goes on without those that fail: IobufTests",
        ["Memory.OpenStreamingAsync(options)"] = "opens what boards can stream, and names the others: StreamingTests",
        ["Memory.FindExtraMonitorsAsync(options)"] = "finds the monitors that answer, and names the others: StreamingTests",
        ["DiscoverAsync()"] = "reports what fails, and does not fail by it: MachineDiscoveryTests",
        ["DisposeAsync()"] = "tries nothing twice: SessionTests",
    };
}
