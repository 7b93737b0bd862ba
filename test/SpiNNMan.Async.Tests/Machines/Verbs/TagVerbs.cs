using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>Tags of boards.</summary>
internal static class TagVerbs
{
    private const int Tag = 3;
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.20.30.40"), 20000);

    public static IEnumerable<WholeMachineVerb> All =>
    [
        WholeMachineVerb.Doing(
            "Tags.SetAsync(tag, host, port, board, strip)",
            static (machine, stop) => machine.Transceiver.Tags.SetAsync(Tag, $"{s_host.Address}", s_host.Port, cancellationToken: stop),
            static (machine, boards) => AssertAreSetAsync(machine, boards, static tag => tag.Port == s_host.Port)) with { PrepareAsync = ClearAsync },
        WholeMachineVerb.Doing(
            "Tags.SetAsync(tag, destination, board, strip)",
            SetAsync,
            static (machine, boards) => AssertAreSetAsync(machine, boards, static tag => tag.Port == s_host.Port)) with { PrepareAsync = ClearAsync },
        WholeMachineVerb.Doing(
            "Tags.SetAsync(tag, listener, board, strip)",
            static (machine, stop) => machine.Transceiver.Tags.SetAsync(Tag, machine.Listener, cancellationToken: stop),
            static (machine, boards) => AssertAreSetAsync(machine, boards, tag => tag.Port == machine.Listener.LocalPort)) with { PrepareAsync = ClearAsync },
        WholeMachineVerb.Doing(
            "Tags.SetReverseAsync(tag, port, destination, destinationPort, board)",
            static (machine, stop) => machine.Transceiver.Tags.SetReverseAsync(Tag, 12345, new CoreLocation(1, 1, 3), cancellationToken: stop),
            static (machine, boards) => AssertAreSetAsync(machine, boards, static tag => tag is { IsReverse: true, ReceivePort: 12345 })) with { PrepareAsync = ClearAsync },
        WholeMachineVerb.Reading<IReadOnlyList<BoardTag>>(
            "Tags.GetAsync(board)",
            static (machine, stop) => machine.Transceiver.Tags.GetAsync(cancellationToken: stop),
            static (machine, tags, boards) => Assert.That(
                tags.Where(tag => boards.Contains(tag.Board)).Select(static tag => (tag.Board, tag.Tag, tag.Entry.Port)), Is.EquivalentTo(boards.Select(static board => (board, (byte)Tag, (ushort)s_host.Port))))) with
            {
                PrepareAsync = SetAsync,
            },
        WholeMachineVerb.Doing(
            "Tags.ClearAsync(tag, board)",
            static (machine, stop) => machine.Transceiver.Tags.ClearAsync(Tag, cancellationToken: stop),
            static async (machine, boards) => Assert.That((await AskAsync(machine)).Where(tag => boards.Contains(tag.Board)), Is.Empty)) with { PrepareAsync = SetAsync },
    ];

    private static Task SetAsync(VerbMachine machine) => machine.FinishAsync(SetAsync(machine, CancellationToken.None));

    private static Task SetAsync(VerbMachine machine, CancellationToken cancellationToken) => machine.Transceiver.Tags.SetAsync(Tag, s_host, cancellationToken: cancellationToken);

    private static Task ClearAsync(VerbMachine machine) => machine.FinishAsync(machine.Transceiver.Tags.ClearAsync(Tag));

    private static Task<IReadOnlyList<BoardTag>> AskAsync(VerbMachine machine) => machine.FinishAsync(machine.Transceiver.Tags.GetAsync());

    private static async Task AssertAreSetAsync(VerbMachine machine, IReadOnlyList<ChipLocation> boards, Func<IPTagEntry, bool> isRight)
    {
        IReadOnlyList<BoardTag> tags = await AskAsync(machine);
        Assert.That(boards, Is.SubsetOf(tags.Where(tag => tag.Tag == Tag && isRight(tag.Entry)).Select(static tag => tag.Board)));
    }
}
