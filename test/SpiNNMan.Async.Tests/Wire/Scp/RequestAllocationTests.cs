using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Wire.Scp;

/// <summary>Requests are never boxed on their way, as they would be by a default member of their interface.</summary>
internal sealed class RequestAllocationTests
{
    private static readonly ChipLocation s_chip = new(1, 2);
    private readonly byte[] _datagram = new byte[ScpMessage.MaxDatagramSize];

    private static IEnumerable<Type> Requests => typeof(IScpRequest).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IScpRequest)));

    [TestCaseSource(nameof(Requests))]
    public void Nothing_is_left_to_a_default(Type request)
    {
        IEnumerable<Type> interfaces = request.GetInterfaces().Where(one => one.IsAssignableTo(typeof(IScpRequest)));

        Assert.That(
            interfaces.SelectMany(one => request.GetInterfaceMap(one).TargetMethods).Where(method => method.DeclaringType != request).Select(method => method.Name),
            Is.Empty);
    }

    [Test]
    public void There_are_requests() => Assert.That(Requests.Count(), Is.GreaterThan(60));

    [Test]
    public void Version() => AssertBoxesNothing<GetVersion, VersionInfo>(new GetVersion(s_chip));

    [Test]
    public void Chip_info() => AssertBoxesNothing<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(s_chip));

    [Test]
    public void Memory()
    {
        AssertBoxesNothing<ReadMemory, byte[]>(new ReadMemory(s_chip, 0x6000_0000, 256));
        AssertBoxesNothing<WriteMemory, Acknowledgement>(new WriteMemory(s_chip, 0x6000_0000, new byte[256]));
        AssertBoxesNothing<ReadWord, uint>(new ReadWord(s_chip, 0x6000_0000));
        AssertBoxesNothing<ReadLink, byte[]>(new ReadLink(s_chip, 1, 0x6000_0000, 256));
        AssertBoxesNothing<WriteLink, Acknowledgement>(new WriteLink(s_chip, 1, 0x6000_0000, new byte[256]));
        AssertBoxesNothing<FloodFillData, Acknowledgement>(new FloodFillData(1, 0, 0x6000_0000, new byte[256]));
    }

    [Test]
    public void Pieces_of_transfers()
    {
        AssertBoxesNothing<ReadMemory, byte[]>(new ReadChunk(s_chip, 0x6000_0000, new byte[256]).Request(0, 256));
        AssertBoxesNothing<WriteMemory, Acknowledgement>(new WriteChunk(s_chip, 0x6000_0000, new byte[256]).Request(0, 256));
    }

    private void AssertBoxesNothing<TRequest, TResponse>(TRequest request)
        where TRequest : struct, IScpRequest<TResponse>
    {
        Send<TRequest, TResponse>(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Send<TRequest, TResponse>(request);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, typeof(TRequest).Name);
    }

    private void Send<TRequest, TResponse>(in TRequest request)
        where TRequest : struct, IScpRequest<TResponse>
    {
        RequestTraits.Of<TRequest, TResponse>(request);
        ScpMessage.WriteDatagram(_datagram, request, sequence: 1, s_chip);
        request.AcceptsResult(ScpResult.Ok);
    }
}
