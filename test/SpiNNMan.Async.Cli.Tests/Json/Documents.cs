using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Demonstration;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Explaining;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Cli.Profiling;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Results.Routes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Structs;
using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Health;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests.Json;

/// <summary>Which documents each command writes as JSON, and what they are about.</summary>
internal static class Documents
{
    /// <summary>The documents of each command. The name of its schema is the name of the command.</summary>
    public static IReadOnlyDictionary<string, (Type Type, string About)[]> OfCommands { get; } = new Dictionary<string, (Type, string)[]>(StringComparer.Ordinal)
    {
        ["version"] = [(typeof(VersionResult), "The software of a board."), (typeof(ToolVersionResult), "Without a host: the version of spinnman.")],
        ["boot"] = [(typeof(BootCommandResult), "How the boot went.")],
        ["info"] = [(typeof(InfoResult), "A machine.")],
        ["discover"] = [(typeof(BoardResult), "Each board.")],
        ["listen"] = [(typeof(ListenResult), "Each board that waits to be booted.")],
        ["doctor"] = [(typeof(FindingResult), "Each finding.")],
        ["top"] = [(typeof(HealthResult), "Each look at a machine.")],
        ["web"] = [(typeof(WebResult), "The page, once it is served.")],
        ["snapshot"] = [(typeof(FileResult), "The file that was written.")],
        ["diff"] = [(typeof(ChangeResult), "Each difference.")],
        ["power"] = [(typeof(PowerResult), "Each board, after what was done.")],
        ["bmp"] = [(typeof(BmpResult), "Each board.")],
        ["reset"] = [(typeof(ResetResult), "Each board that was reset.")],
        ["read"] = [(typeof(TransferResult), "What was read.")],
        ["write"] = [(typeof(TransferResult), "What was written.")],
        ["fill"] = [(typeof(TransferResult), "What was filled.")],
        ["poke"] = [(typeof(PokeResult), "What was written.")],
        ["link"] = [(typeof(LinkTransferResult), "What was read or written.")],
        ["ps"] = [(typeof(CoreResult), "Each core."), (typeof(CoreSummaryResult), "With --summary: each application in each state.")],
        ["load"] = [(typeof(LoadCommandResult), "What was loaded.")],
        ["run"] = [(typeof(RunResult), "How the application ran.")],
        ["signal"] = [(typeof(SignalResult), "What was sent.")],
        ["wait"] = [(typeof(WaitResult), "How the waiting ended.")],
        ["stop"] = [(typeof(StopResult), "What was stopped.")],
        ["iobuf"] = [(typeof(IobufResult), "Each piece of text.")],
        ["tags"] = [(typeof(TagResult), "Each tag.")],
        ["routes"] = [(typeof(RouteResult), "Each routing entry."), (typeof(ClearedRoutesResult), "With --clear: what was cleared."), (typeof(LoadedRoutesResult), "With load: what was loaded.")],
        ["heap"] = [(typeof(HeapResult), "A heap.")],
        ["p2p"] = [(typeof(P2PRouteResult), "Each chip of the machine, as a destination.")],
        ["counters"] = [(typeof(CounterResult), "Each chip.")],
        ["live"] =
        [
            (typeof(LiveEventResult), "Each event."),
            (typeof(LiveReportResult), "When a run ends or the command does: what came of it."),
            (typeof(LiveSendResult), "With send: what was sent."),
        ],
        ["console"] = [(typeof(IobufResult), "Each piece of text.")],
        ["vm"] = [(typeof(VirtualMachineResult), "The machine, once it is ready."), (typeof(ConsoleResult), "Then each answer to a command on standard input."), (typeof(ReplayResult), "With --replay: how the run ended.")],
        ["demo"] = [(typeof(DemoResult), "How the demonstration went.")],
        ["bench"] = [(typeof(BenchResult), "What was measured.")],
        ["explain"] = [(typeof(DatagramResult), "Each datagram."), (typeof(FindingResult), "At the end: each finding.")],
        ["profile"] = [(typeof(ProfileResult), "Each core.")],
        ["struct"] = [(typeof(StructFieldResult), "Each field.")],
        ["dissector"] = [(typeof(DissectorResult), "The script, or where it was installed.")],
        ["completion"] = [(typeof(CompletionResult), "The script.")],
        ["alloc"] = [(typeof(JobResult), "The job, once its boards are ready.")],
        ["jobs"] = [(typeof(JobResult), "Each job; with --watch again after each change.")],
        ["job"] = [(typeof(JobResult), "The job; with --watch again after each change.")],
        ["machines"] = [(typeof(AllocationMachineResult), "Each machine; with --watch again after each change.")],
        ["where-is"] = [(typeof(BoardPlaceResult), "The place of a board or a chip.")],
    };

    /// <summary>Commands that write text also with <c>--json</c>.</summary>
    public static IReadOnlyList<string> WithoutDocuments { get; } = ["help"];

    /// <summary>The values of names that have only a few.</summary>
    public static IReadOnlyDictionary<string, string[]> Values { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["verdict"] = Of<Verdict>(),
        ["signal"] = Of<Signal>(),
        ["finding"] = Of<DiscoveryFindingKind>(),
        ["change"] = Of<MachineChangeKind>(),
        ["boardState"] = ["ready", "unreachable", "unbooted"],
        ["heap"] = ["sdram", "sysram", "system"],
        ["method"] = ["copy", "flood", "direct", "auto"],
        ["outcome"] = ["finished", "reached", "failed", "timedOut", "silent"],
        ["jobState"] = Of<JobState>(),
        ["place"] = ["pc", "lr", "stack"],
        ["way"] = Of<P2PTableRoute>(),
        ["problem"] = Of<HealthProblemKind>(),
        ["datagramKind"] = Of<DatagramKind>(),
        ["shell"] = ["bash", "zsh", "fish", "pwsh"],
    };

    /// <summary>The values of names whose values may also be numbers, if they have no name.</summary>
    public static IReadOnlyDictionary<string, string[]> OpenValues { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["state"] = Of<CoreState>(),
        ["states"] = Of<CoreState>(),
        ["runTimeError"] = Of<RunTimeError>(),
        ["scpResult"] = Of<ScpResult>(),
    };

    /// <summary>A pattern for one of some values, or a number of a byte or word.</summary>
    public static string PatternOf(string[] values) => string.Create(CultureInfo.InvariantCulture, $"^({string.Join('|', values)}|[0-9]+)$");

    private static string[] Of<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
