namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>All verbs that work on many boards at once, and those that are not tried as such.</summary>
internal static class WholeMachineVerbs
{
    /// <summary>The application that verbs are about.</summary>
    public const byte Application = 40;

    private const string ByBmp = "goes to BMPs, and not to boards: BmpControllerTests";
    private const string ByRoot = "one request to one board";
    private const string Shorter = "a shorter way to say what is tried with its other parameters";

    public static IReadOnlyList<WholeMachineVerb> All { get; } =
        [.. ApplicationVerbs.All, .. StateVerbs.All, .. MemoryVerbs.All, .. RoutingVerbs.All, .. TagVerbs.All];

    /// <summary>Why some verbs are not in the list.</summary>
    public static IReadOnlyDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SendSignalAsync(applicationId, signal, applicationMask)"] = ByRoot,
        ["SetClockSyncAsync(isEnabled)"] = ByRoot,
        ["LoadApplicationAsync(image, cores, applicationId, options)"] = Shorter,
        ["StartApplicationAsync(image, cores, options)"] = Shorter,
        ["StartApplicationAsync(path, cores, options)"] = Shorter,
        ["StartApplicationAsync(targets, options)"] = Shorter,
        ["StartApplicationAsync(parts, options)"] = "all or nothing: SessionTests",
        ["AllocateSdramAsync(chips, size, applicationId, tag)"] = "all or nothing: SdramTests",
        ["FollowIobufAsync(cores, interval)"] = "goes on without those that fail: IobufTests",
        ["DiscoverAsync()"] = "reports what fails, and does not fail by it: MachineDiscoveryTests",
        ["DisposeAsync()"] = "tries nothing twice: SessionTests",
        ["PowerCycleAsync()"] = ByBmp,
        ["PowerOnAsync()"] = ByBmp,
        ["PowerOffAsync()"] = ByBmp,
        ["ResetBoardsAsync(includeFpgas)"] = ByBmp,
        ["SetBoardLedAsync(led, action)"] = ByBmp,
        ["ReadAdcAsync()"] = ByBmp,
        ["GetBmpVersionsAsync()"] = ByBmp,
        ["ReadFpgaRegisterAsync(fpga, register)"] = ByBmp,
        ["WriteFpgaRegisterAsync(fpga, register, value)"] = ByBmp,
    };
}
