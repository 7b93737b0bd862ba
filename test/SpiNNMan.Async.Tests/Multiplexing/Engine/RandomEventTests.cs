using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>Whatever happens to an engine, in whatever order, it keeps its promises.</summary>
internal sealed class RandomEventTests
{
    private const int Events = 300;

    [Test]
    public void Invariants_hold_after_every_event() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 20].Array[Events], Gen.Int[0, 1 << 20].Array[Events])
            .Sample((window, whats, picks) => Run(window, whats, picks, Place(chips: 1)), iter: 400);

    [Test]
    public void Invariants_hold_with_several_chips_and_commands_that_take_long() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 13], Gen.Int[0, 20].Array[Events], Gen.Int[0, 1 << 20].Array[Events])
            .Sample((window, remote, whats, picks) => Run(window, whats, picks, Place(chips: 4) with { RemoteChipWindow = remote > 12 ? int.MaxValue : remote, HasSlow = true }), iter: 600);

    private static Places Place(int chips) => new(chips, int.MaxValue, HasSlow: false);

    private static void Run(int window, int[] whats, int[] picks, Places places)
    {
        var bench = new EngineBench(window, places.RemoteChipWindow);
        var allowed = new Dictionary<EngineBench.Entry, int>();
        bool isSending = false;
        for (int step = 0; step < whats.Length; step++)
        {
            EngineBench.Entry? entry = bench.Entries.Count > 0 ? bench.Entries[picks[step] % bench.Entries.Count] : null;
            switch (whats[step])
            {
                case <= 4:
                    EngineBench.Entry submitted = bench.Submit(
                        picks[step] % 2 == 0 ? Repeatability.Repeatable : Repeatability.NotRepeatable,
                        (byte)(picks[step] % 3),
                        new ChipLocation((byte)(picks[step] / 3 % places.Chips), 0),
                        timeoutClass: places.HasSlow ? (TimeoutClass)(picks[step] / 16 % 5) : TimeoutClass.Prompt);
                    allowed[submitted] = 1;
                    break;
                case <= 7 when !isSending:
                    isSending = bench.Take() is not null;
                    break;
                case <= 9 when isSending:
                    Fail(bench, picks[step]);
                    bench.Sent();
                    isSending = false;
                    break;
                case 10 or 11 when entry is { Sends: > 0 }:
                    bench.Reply(entry);
                    break;
                case 12 when entry is { Sends: > 0 }:
                    // A copy of a refusal may come again, but not for a number that the request does not have any more.
                    if (entry.State is RequestState.InFlight or RequestState.Recovering && entry.OutboxIndex < 0 && !entry.IsRefused)
                        allowed[entry]++;
                    bench.Reply(entry, ScpResult.P2PBusy);
                    break;
                case 13:
                    bench.Now += TimeSpan.FromMilliseconds(picks[step] % 2000).Ticks;
                    if (bench.Engine.NextTick <= bench.Now)
                        bench.Tick(hasUnread: picks[step] % 5 == 0);
                    break;
                case 14 or 15 when entry?.Begun is { IsOver: false } recovery:
                    // As the resend policy does: what must not be repeated is sent again after a refusal only.
                    recovery.OnlyListens = !recovery.IsRepeatable && !entry.IsRefused;
                    bench.Resend(recovery);
                    break;
                case 16 when entry?.Begun is { IsOver: false } ended && picks[step] % 4 == 0:
                    bench.EndPolicy(ended, picks[step] % 8 == 0 ? new InvalidOperationException("Not now.") : null);
                    break;
                case 17 when entry is not null:
                    bench.Cancel(entry);
                    break;
                case 18 when picks[step] % 16 == 0:
                    bench.Unreachable();
                    break;
                case 19:
                    bench.Now += picks[step] % 1000;
                    break;
            }

            Check(bench, allowed, mayWaitForChip: places.RemoteChipWindow < int.MaxValue);
        }

        bench.Close();
        if (isSending)
            bench.Sent();

        bench.SendAll();
        if (bench.Entries.Any(entry => !entry.IsOver) || bench.Outstanding != 0)
            throw new InvalidOperationException($"{bench.Entries.Count(entry => !entry.IsOver)} requests and {bench.Outstanding} buffers are left.");
    }

    private static void Fail(EngineBench bench, int pick)
    {
        // The batch that is being sent is the one that the engine gave out: asked again, it gives the same.
        if (pick % 3 != 0 || bench.Engine.TryTakeOutgoing(bench.Now) is not { } batch)
            return;

        batch.Errors[pick % batch.Count] = pick % 2 == 0 ? new SpinnakerConnectionException("No way.") : new InvalidOperationException("Upside down.");
    }

    private static void Check(EngineBench bench, Dictionary<EngineBench.Entry, int> allowed, bool mayWaitForChip)
    {
        RequestEntry[] table = [.. bench.Engine.InFlight.Places.ToArray().OfType<RequestEntry>()];
        Require(table.Length == bench.Engine.Admission.InFlight, "the table has as many requests as are in flight");
        Require(table.Select(entry => entry.Sequence).Distinct().Count() == table.Length, "no number is there twice");
        Require(table.All(entry => entry.State is RequestState.InFlight or RequestState.Recovering && entry.Sequence != 0), "what is in the table is in flight");
        Require(bench.Engine.Admission.Queued == bench.Entries.Count(entry => entry.State == RequestState.Queued), "what is queued is counted");
        Require(table.Count(static entry => entry.HoldsPlace) == bench.Engine.Admission.Places, "the places in use are those of requests in flight");
        Require(bench.Engine.Admission.Places <= bench.Engine.Admission.InFlight, "no request takes two places");
        Require(
            mayWaitForChip || bench.Engine.Admission.Queued == 0 || bench.Engine.Admission.InFlight + bench.Engine.Admission.Cancelled >= bench.Engine.Admission.Window.Value || bench.Engine.Admission.IsProbing,
            "nobody waits while there is a place");
        foreach (EngineBench.Entry entry in bench.Entries)
        {
            Require(entry.IsOver == entry.State is RequestState.Done or RequestState.Free, "a request is completed when it is done, and not before");
            Require(entry.IsRepeatable || entry.Sends <= allowed[entry], "what must not be repeated is sent once, and once more for each refusal");
        }
    }

    /// <summary>Where the requests of a run go.</summary>
    /// <param name="Chips">How many chips.</param>
    /// <param name="RemoteChipWindow">How many requests a chip takes at once that is not the first.</param>
    /// <param name="HasSlow">Whether some commands take long.</param>
    private sealed record Places(int Chips, int RemoteChipWindow, bool HasSlow);

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Not so: {what}.");
    }
}
