using SpiNNMan.Async.SideBySide.Driving;
using SpiNNMan.Async.SideBySide.Native;

namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Rows 6 to 8: a board that serves one request in 60 µs, as real ones do, over a network that loses some.</summary>
internal static class LossRows
{
    private const string Group = "loss";
    private const long Requests = 16_384;
    private const double NativeTimeout = 20;

    private static readonly Measure s_ideal = Native("C client, nothing lost", 0);
    private static readonly Measure s_nativeAt01 = Native("C client, 0.1 % lost", 0.001);
    private static readonly Measure s_nativeAt1 = Native("C client, 1 % lost", 0.01);
    private static readonly Measure s_nativeAt5 = Native("C client, 5 % lost", 0.05);
    private static readonly Measure s_at0 = Library("library, nothing lost", Board(0));
    private static readonly Measure s_at01 = Library("library, 0.1 % lost", Board(0.001));
    private static readonly Measure s_at1 = Library("library, 1 % lost", Board(0.01));
    private static readonly Measure s_at5 = Library("library, 5 % lost", Board(0.05));
    private static readonly Measure s_disordered = Library("library, 2 % duplicated, 2 % reordered", Board(0) with { Duplicate = 0.02, Reorder = 0.02 });
    private static readonly Measure s_disorderedAt1 = Library("library, 2 % duplicated, 2 % reordered, 1 % lost", Board(0.01) with { Duplicate = 0.02, Reorder = 0.02 });

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(6, "board that serves one request in 60 µs, window 8: goodput, as part of what the C client reaches at no loss", [s_ideal, s_nativeAt01, s_nativeAt1, s_nativeAt5, s_at0, s_at01, s_at1, s_at5], static samples =>
        [
            Figure.Least("nothing lost", samples.RateRatio(s_at0.Name, s_ideal.Name), 0.95, 0.98),
            Figure.Least("0.1 % of exchanges lost", samples.RateRatio(s_at01.Name, s_ideal.Name), 0.94, 0.97),
            Figure.Least("1 %", samples.RateRatio(s_at1.Name, s_ideal.Name), 0.92, 0.96),
            Figure.Least("5 %", samples.RateRatio(s_at5.Name, s_ideal.Name), 0.88, 0.95),
            Figure.Told("C client, timeout 20 ms, 0.1 %", samples.RateRatio(s_nativeAt01.Name, s_ideal.Name)),
            Figure.Told("C client, timeout 20 ms, 1 %", samples.RateRatio(s_nativeAt1.Name, s_ideal.Name)),
            Figure.Told("C client, timeout 20 ms, 5 %", samples.RateRatio(s_nativeAt5.Name, s_ideal.Name)),
        ], "16,384 requests in transfers of 1 MiB (a quarter of that for the C client with losses) over a fresh connection with the default options. Half of the lost exchanges lose the request, half the reply, by a seed that differs from run to run."),
        new Row(7, "the same with 2 % duplicated, 2 % reordered replies", [s_ideal, s_disordered, s_disorderedAt1], static samples =>
        [
            Figure.Least("nothing lost", samples.RateRatio(s_disordered.Name, s_ideal.Name), 0.85, 0.93),
            Figure.Least("1 % lost as well", samples.RateRatio(s_disorderedAt1.Name, s_ideal.Name), 0.85, 0.93),
            Figure.Told("resends nobody needed, part of the requests", samples.Median(s_disordered.Name, static sample => sample.UnneededPart), "0.0000"),
        ], "A reordered reply is late by up to 300 µs, which is up to five replies; a duplicate follows after 20 µs."),
        new Row(8, "excess time per lost exchange at 1 %; resends nobody needed at no loss", [s_ideal, s_at0, s_at1], static samples =>
        [
            Figure.Most("excess, ms", samples.Median(s_at1.Name, sample => 1000 * (sample.Client.Seconds - (sample.Client.Requests / samples.Median(s_ideal.Name, static ideal => ideal.Rate))) / sample.Boards.Lost), 0.5, 0.2, "0.000"),
            Figure.Most("unneeded, % of the requests", samples.Median(s_at0.Name, static sample => 100 * sample.UnneededPart), 0.1, 0, "0.000"),
        ], "Excess: what the run took longer than the C client takes for as many requests at no loss, divided by the exchanges lost. Unneeded: requests that the board received beyond those that were asked, though none was lost."),
    ];

    private static Behaviour Board(double loss) => new() { ServiceMicroseconds = 60, Loss = loss };

    private static Measure Native(string name, double loss) => new(name, Group, lab =>
        lab.NativeAsync(Board(loss), new NativeRun { Window = 8, Requests = loss > 0 ? Requests / 4 : Requests, TimeoutMilliseconds = loss > 0 ? NativeTimeout : 200 }));

    private static Measure Library(string name, Behaviour behaviour) => new(name, Group, lab =>
        lab.LibraryAsync(behaviour, new Job { Kind = JobKind.Bulk, Requests = Requests, Seconds = 10 }));
}
