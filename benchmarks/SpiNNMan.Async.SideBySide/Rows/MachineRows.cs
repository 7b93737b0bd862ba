using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Rows 11 to 13: machines of many boards, and of many chips.</summary>
internal static class MachineRows
{
    private const double Mebi = 1 << 20;
    private static readonly Behaviour s_machine = new() { Boards = 1200 };
    private static readonly Behaviour s_rack = new() { Boards = 24, ServiceMicroseconds = 200 };
    private static readonly Behaviour s_promptRack = new() { Boards = 24 };
    private static readonly Behaviour s_remote = new() { ServiceMicroseconds = 60, RemoteServiceMicroseconds = 1000 };

    private static readonly Measure s_nativeMachine = new("C client, 1,200 boards", "machine", static lab =>
        lab.NativeAsync(s_machine, new NativeRun { Window = 8, Requests = 400_000, WarmUp = 60_000, Transfer = 32, Single = true }));

    private static readonly Measure s_libraryMachine = new("library, 1,200 boards", "machine", static lab =>
        lab.ManyAsync(s_machine, new Job { Kind = JobKind.Bulk, Requests = 400_000, WarmUp = 60_000, Transfer = 32, Seconds = 30 }));

    private static readonly Measure s_nativeRack = new("C client, 24 boards, 200 µs", "rack", static lab =>
        lab.NativeAsync(s_rack, new NativeRun { Window = 8, Requests = 120_000, Transfer = 512, Single = true }));

    private static readonly Measure s_all = Rack("library, 23 boards, 200 µs", s_rack, mute: false);
    private static readonly Measure s_mute = Rack("library, 23 boards and a mute one, 200 µs", s_rack, mute: true);
    private static readonly Measure s_allPrompt = Rack("library, 23 boards, prompt", s_promptRack, mute: false);
    private static readonly Measure s_mutePrompt = Rack("library, 23 boards and a mute one, prompt", s_promptRack, mute: true);

    private static readonly Measure s_nativeRemote = new("C client, chip that takes 1 ms", "remote", static lab =>
        lab.NativeAsync(s_remote, new NativeRun { Window = 8, Requests = 1_500, ChipX = 3, ChipY = 4 }));

    private static readonly Measure s_libraryRemote = new("library, chip that takes 1 ms", "remote", static lab =>
        lab.LibraryAsync(s_remote, new Job { Kind = JobKind.Bulk, Requests = 1_500, ChipX = 3, ChipY = 4, Seconds = 15 }));

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(11, "1,200 boards, window 8", [s_nativeMachine, s_libraryMachine], static samples =>
        [
            Figure.Least("requests/s against the C client", samples.RateRatio(s_libraryMachine.Name, s_nativeMachine.Name), 0.45, 0.6),
            Figure.Most("resident memory, MB", samples.Median(s_libraryMachine.Name, static sample => sample.Client.ResidentBytes / 1e6), 90, 60, "0"),
            Figure.Most("threads", samples.Median(s_libraryMachine.Name, static sample => sample.Client.Threads), 32, null, "0"),
            Figure.Most("resends nobody needed", samples.Median(s_libraryMachine.Name, static sample => sample.Unneeded), 0, null, "0"),
        ], "400,000 requests, each board's in transfers of 8 KiB, by a process that does nothing else, after a million. The memory is all that the process has, the 10 MB that are read into included; what closed connections left behind is collected before. "
            + "The C client sends and receives one datagram a call, which is its faster way here."),
        new Row(12, "24 boards, one mute: throughput of the other 23", [s_nativeRack, s_all, s_mute, s_allPrompt, s_mutePrompt], static samples =>
        [
            Figure.Least("against the same without the mute one", samples.RateRatio(s_mute.Name, s_all.Name), 0.97, 1.0),
            Figure.Told("boards that answer at once, where the processor is the limit", samples.RateRatio(s_mutePrompt.Name, s_allPrompt.Name)),
            Figure.Told("of the C client's 24 boards, each", samples.RateRatio(s_mute.Name, s_nativeRack.Name) * 24 / 23),
        ], "Transfers of 128 KiB for 1.5 s; the transfers from the mute board fail and are begun again all the time. Boards take 200 µs a request, so that not the processor but the boards are the limit."),
        new Row(13, "remote chip (1 ms service): timeouts and window find it, no setting touched", [s_nativeRemote, s_libraryRemote], static samples =>
        [
            Figure.Least("of ideal", samples.RateRatio(s_libraryRemote.Name, s_nativeRemote.Name), 0.95),
            Figure.Told("resends nobody needed, part of the requests", samples.Median(s_libraryRemote.Name, static sample => sample.UnneededPart), "0.0000"),
        ], "1,500 requests to chip (3, 4) over a fresh connection with the default options."),
    ];

    private static Measure Rack(string name, Behaviour boards, bool mute) => new(name, "rack", lab =>
        lab.LibraryAsync(boards with { Mute = mute ? 11 : null }, new Job { Kind = JobKind.Bulk, Mute = 11, SkipMute = !mute, Transfer = 512, Seconds = 1.5 }));
}
