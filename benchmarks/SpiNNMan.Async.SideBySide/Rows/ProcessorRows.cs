using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Rows 1 to 5, and 15: a board that answers at once, so that the processor is the limit.</summary>
internal static class ProcessorRows
{
    private const string Group = "processor";
    private const long Requests = 300_000;
    private const long WarmUp = 20_000;
    private const int Transfer = 65_536;
    private static readonly Behaviour s_prompt = new();

    private static readonly Measure s_native32 = Native(32);
    private static readonly Measure s_native128 = Native(128);
    private static readonly Measure s_bulk32 = Bulk(32);
    private static readonly Measure s_bulk128 = Bulk(128);
    private static readonly Measure s_singles = Singles("library, single requests, resumed inline, window 32", inline: true);
    private static readonly Measure s_singlesElsewhere = Singles("library, single requests, resumed elsewhere (default), window 32", inline: false);
    private static readonly Measure s_readsElsewhere = Singles("library, ReadMemoryAsync of 256 bytes, resumed elsewhere (default), window 32", inline: false, JobKind.Reads);
    private static readonly Measure s_millionBulk = Million("library, transfers, 1,000,000 reads", JobKind.Bulk);
    private static readonly Measure s_millionSingles = Million("library, single requests, 1,000,000 reads", JobKind.Singles);

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(1, "bulk read, requests/s against the C client", [s_native32, s_native128, s_bulk32, s_bulk128], static samples =>
        [
            Figure.Least("window 32", samples.RateRatio(s_bulk32.Name, s_native32.Name), 0.85, 1.0),
            Figure.Least("window 128", samples.RateRatio(s_bulk128.Name, s_native128.Name), 0.85, 1.0),
        ], "300,000 requests in transfers of 16 MiB, each one `ReadMemoryAsync`, after 20,000 over the same connection. The C client moves the same blocks with sendmmsg and recvmmsg."),
        new Row(2, "awaited single requests, through the channel and with the resend policy armed, requests/s against the C client, window 32", [s_native32, s_singles, s_singlesElsewhere], static samples =>
        [
            Figure.Least("callers resumed inline", samples.RateRatio(s_singles.Name, s_native32.Name), 0.80, 0.95),
            Figure.Told("callers resumed elsewhere, the default", samples.RateRatio(s_singlesElsewhere.Name, s_native32.Name)),
        ], "32 callers, each of whom awaits one read of 256 bytes, compares it, and sends the next. Judged with `RunContinuationsAsynchronously = false`, as the library's own loops run; "
            + "the default, which takes each caller to the thread pool, is told beside it."),
        new Row(3, "CPU time a request against the C client, window 32", [s_native32, s_bulk32, s_singles, s_singlesElsewhere], static samples =>
        [
            Figure.Most("bulk", Cpu(samples, s_bulk32), 1.35, 1.1),
            Figure.Most("single requests, resumed inline", Cpu(samples, s_singles), 1.35, 1.1),
            Figure.Told("single requests, resumed elsewhere", Cpu(samples, s_singlesElsewhere)),
        ], "User and system time of the whole process, of the same runs as rows 1 and 2."),
        new Row(4, "allocation over 1,000,000 reads, warm", [s_millionBulk, s_millionSingles], static samples =>
        [
            Figure.Most("bulk, bytes a request", Allocated(samples, s_millionBulk), 0.1, 0.005, "0.000"),
            Figure.Most("bulk, collections", samples.Median(s_millionBulk.Name, static sample => sample.Client.Collections), 0, 0, "0"),
            Figure.Most("single requests, bytes a request", Allocated(samples, s_millionSingles), 0.1, 0.005, "0.000"),
            Figure.Most("single requests, collections", samples.Median(s_millionSingles.Name, static sample => sample.Client.Collections), 0, 0, "0"),
        ], "All that the process allocates while it reads, the reading program's own tasks included; less than half a hundredth counts as 0. Two rounds: it does not vary."),
        new Row(5, "p99 at window 32 against the C client", [s_native32, s_singles, s_singlesElsewhere], static samples =>
        [
            Figure.Most("single requests, resumed inline", P99(samples, s_singles), 1.75, 1.2),
            Figure.Told("single requests, resumed elsewhere", P99(samples, s_singlesElsewhere)),
        ], "From before the call until the caller has the bytes, against from the send until the receive of the C client; the runs of row 2."),
    ];

    /// <summary>What the default costs, which takes each caller off the thread that receives.</summary>
    public static Row Default { get; } = new(15, "awaited single requests as the default resumes callers, requests/s against the C client, window 32", [s_native32, s_singlesElsewhere, s_readsElsewhere], static samples =>
    [
        Figure.Least("`ExecuteAsync`", samples.RateRatio(s_singlesElsewhere.Name, s_native32.Name), 0.75, 0.95),
        Figure.Least("`ReadMemoryAsync`", samples.RateRatio(s_readsElsewhere.Name, s_native32.Name), 0.75, 0.95),
    ], "As row 2, with `RunContinuationsAsynchronously` as it is by default: callers are resumed on the thread pool, where one that blocks holds up nobody.");

    private static double Cpu(Samples samples, Measure measure) => samples.Ratio(measure.Name, s_native32.Name, static sample => sample.CpuMicroseconds);

    private static double P99(Samples samples, Measure measure) => samples.Ratio(measure.Name, s_native32.Name, static sample => sample.Client.P99Microseconds);

    private static double Allocated(Samples samples, Measure measure) =>
        samples.Median(measure.Name, static sample => sample.Client.AllocatedBytes / (double)sample.Client.Requests);

    private static Measure Native(int window) => new($"C client, window {window}", Group, lab =>
        lab.NativeAsync(s_prompt, new NativeRun { Window = window, Requests = Requests, WarmUp = WarmUp, Transfer = Transfer }));

    private static Measure Bulk(int window) => new($"library, transfers, window {window}", Group, lab =>
        lab.LibraryAsync(s_prompt, new Job { Kind = JobKind.Bulk, Window = window, Requests = Requests, WarmUp = WarmUp, Transfer = Transfer }));

    private static Measure Singles(string name, bool inline, JobKind kind = JobKind.Singles) => new(name, Group, lab =>
        lab.LibraryAsync(s_prompt, new Job { Kind = kind, Window = 32, Callers = 32, Inline = inline, Requests = Requests, WarmUp = WarmUp }));

    private static Measure Million(string name, JobKind kind) => new(name, "allocation", lab =>
        lab.LibraryAsync(s_prompt, new Job { Kind = kind, Window = 32, Callers = 32, Inline = true, Requests = 1_000_000, WarmUp = WarmUp, Transfer = Transfer, Seconds = 40 }))
    {
        MostRounds = 2,
    };
}
