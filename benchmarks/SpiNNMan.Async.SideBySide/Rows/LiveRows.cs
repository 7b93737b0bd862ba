namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Rows 16 and 17: live data, 64 events a datagram.</summary>
internal static class LiveRows
{
    private const string Group = "live";
    private const double Seconds = 2;

    private static readonly Measure s_nativeReceive = new("C program, receives live data", Group, static lab => lab.LiveReceiveNativeAsync(Seconds));
    private static readonly Measure s_inlineReceive = new("library, receives live data, read inline", Group, static lab => lab.LiveReceiveLibraryAsync(Seconds, inline: true));
    private static readonly Measure s_libraryReceive = new("library, receives live data, read elsewhere (default)", Group, static lab => lab.LiveReceiveLibraryAsync(Seconds, inline: false));
    private static readonly Measure s_nativeSend = new("C program, sends live data", Group, static lab => lab.LiveSendNativeAsync(Seconds));
    private static readonly Measure s_librarySend = new("library, sends live data", Group, static lab => lab.LiveSendLibraryAsync(Seconds));

    public static IReadOnlyList<Row> All { get; } =
    [
        new Row(16, "live data received, 64 events a datagram: events/s as label, atom and tick, against a C program that counts them", [s_nativeReceive, s_inlineReceive, s_libraryReceive], static samples =>
        [
            Figure.Least("events/s, read on the thread that receives", samples.RateRatio(s_inlineReceive.Name, s_nativeReceive.Name), 0.6, 0.9),
            Figure.Least("events/s, read elsewhere, the default", samples.RateRatio(s_libraryReceive.Name, s_nativeReceive.Name), 0.6, 0.9),
            Figure.Most("bytes allocated an event, inline", Allocated(samples, s_inlineReceive), 0.001, 0, "0.0000"),
            Figure.Most("bytes allocated an event, elsewhere", Allocated(samples, s_libraryReceive), 0.001, 0, "0.0000"),
            Figure.Told("CPU time an event, inline", Cpu(samples, s_inlineReceive, s_nativeReceive)),
            Figure.Told("CPU time an event, elsewhere", Cpu(samples, s_libraryReceive, s_nativeReceive)),
        ], "A source in C sends as fast as it can for two seconds, on a processor of its own; what a receiver is too slow for is lost, and not counted. The library reads with `BatchesAsync`, and each event is looked at; inline is with `RunContinuationsAsynchronously = false`. The C program adds up the counts in the headers."),
        new Row(17, "live data sent, 64 events a datagram: events/s, against a C program that sends the same datagrams", [s_nativeSend, s_librarySend], static samples =>
        [
            Figure.Least("events/s", samples.RateRatio(s_librarySend.Name, s_nativeSend.Name), 0.6, 0.9),
            Figure.Most("bytes allocated an event", Allocated(samples, s_librarySend), 0.001, 0, "0.0000"),
            Figure.Told("CPU time an event", Cpu(samples, s_librarySend, s_nativeSend)),
        ], "Two seconds of `SendAsync` with 64 atoms each, one after the other, at a pace that never holds them back, to a sink in C on a processor of its own. The C program sends 64 datagrams a call."),
    ];

    private static double Cpu(Samples samples, Measure library, Measure native) => samples.Ratio(library.Name, native.Name, static sample => sample.CpuMicroseconds);

    private static double Allocated(Samples samples, Measure measure) => samples.Median(measure.Name, static sample => sample.Client.AllocatedBytes / (double)sample.Client.Requests);
}
