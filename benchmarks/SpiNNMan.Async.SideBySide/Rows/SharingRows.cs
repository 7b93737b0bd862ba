using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Rows 9 and 10: what is shared, the board between clients and a connection between callers.</summary>
internal static class SharingRows
{
    private const string Slots = "slots";
    private const string Callers = "callers";
    private static readonly Behaviour s_prompt = new();
    private static readonly Behaviour s_board = new() { ServiceMicroseconds = 60 };
    private static readonly Behaviour s_slots = s_board with { Slots = 8 };

    private static readonly Measure s_ideal = new("C client, any number of slots, window 8", Slots, static lab =>
        lab.NativeAsync(s_board, new NativeRun { Window = 8, Requests = 32_768 }));

    private static readonly Measure s_alone = new("library, 8 slots, window up to 32", Slots, static lab =>
        lab.LibraryAsync(s_slots, new Job { Kind = JobKind.Bulk, Window = 32, Requests = 32_768, Seconds = 10 }));

    private static readonly Measure s_shared = new("two processes with the library, 8 slots, windows up to 32", Slots, static lab =>
        lab.SharedAsync(s_slots, new Job { Kind = JobKind.Bulk, Window = 32, Transfer = 512, Seconds = 3 }));

    private static readonly Measure s_one = Single("one caller with 64 requests under way, prompt board", s_prompt, JobKind.Pipelined);
    private static readonly Measure s_many = Single("64 callers, prompt board", s_prompt, JobKind.Singles);
    private static readonly Measure s_oneSlow = Single("one caller with 64 requests under way, 60 µs", s_board, JobKind.Pipelined);
    private static readonly Measure s_manySlow = Single("64 callers, 60 µs", s_board, JobKind.Singles);

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(9, "board with 8 reply slots, window cap 32; the same shared by two clients", [s_ideal, s_alone, s_shared], static samples =>
        [
            Figure.Least("alone, of ideal", samples.RateRatio(s_alone.Name, s_ideal.Name), 0.90, 0.95),
            Figure.Most("alone, % dropped", samples.Median(s_alone.Name, static sample => 100 * sample.DroppedPart), 2),
            Figure.Least("shared, both of ideal", samples.RateRatio(s_shared.Name, s_ideal.Name), 0.85, 0.92),
            Figure.Least("shared, the one that got less, of ideal", samples.Median(s_shared.Name, static sample => Math.Min(sample.Rate, sample.SecondRate)) / samples.Median(s_ideal.Name, static sample => sample.Rate), 0.35),
            Figure.Told("shared, % dropped", samples.Median(s_shared.Name, static sample => 100 * sample.DroppedPart)),
        ], "60 µs a request; a ninth request to the board, from whichever client, is dropped without a word. Ideal is the C client with a window of 8 on a board that drops nothing. "
            + "Alone: 32,768 requests over a fresh connection. Shared: two processes, each reading blocks of 128 KiB for 3 s."),
        new Row(10, "64 callers of single requests on one connection against one", [s_one, s_many, s_oneSlow, s_manySlow], static samples =>
        [
            Figure.Least("throughput, prompt board", samples.RateRatio(s_many.Name, s_one.Name), 0.95),
            Figure.Least("throughput, 60 µs board", samples.RateRatio(s_manySlow.Name, s_oneSlow.Name), 0.95),
            Figure.Most("most to least answered, prompt board", Spread(samples, s_many), 2),
            Figure.Most("most to least answered, 60 µs board", Spread(samples, s_manySlow), 2),
        ], "For 1 s, with the default options but window 32. The one caller has as many requests under way as the 64 have together, and so competes with nobody but fills the same window."),
    ];

    private static double Spread(Samples samples, Measure measure) =>
        samples.Median(measure.Name, static sample => sample.Client.Most / (double)Math.Max(1, sample.Client.Least));

    private static Measure Single(string name, Behaviour behaviour, JobKind kind) => new(name, Callers, lab =>
        lab.LibraryAsync(behaviour, new Job { Kind = kind, Window = 32, Callers = 64, Seconds = 1 }));
}
