using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Tests.Memory;

internal sealed class MemoryModelTests
{
    [Test]
    public void Cores_have_their_blocks_one_after_the_other()
    {
        Assert.That(MemoryMap.GetCoreInfoAddress(0), Is.EqualTo(0xE5007000));
        Assert.That(MemoryMap.GetCoreInfoAddress(17), Is.EqualTo(0xE5007880));
        Assert.That(MemoryMap.GetUserRegisterAddress(1, 3), Is.EqualTo(0xE50070FC));
        Assert.That(MemoryMap.GetRouterFilterAddress(15), Is.EqualTo(0xE100023C));
        Assert.That(MemoryMap.RouterErrorStatus, Is.EqualTo(0xE1000014));
    }

    [Test]
    public void What_no_chip_has_has_no_address()
    {
        Assert.That(() => MemoryMap.GetCoreInfoAddress(32), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MemoryMap.GetCoreInfoAddress(-1), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MemoryMap.GetUserRegisterAddress(0, 4), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => MemoryMap.GetRouterFilterAddress(16), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void An_allocated_block_says_whose_it_is()
    {
        var block = new HeapElement(0x60000000, 0x60001000, 0xFFFF1E05);

        Assert.That((block.Size, block.IsFree, block.IsLast), Is.EqualTo((4088L, false, false)));
        Assert.That((block.ApplicationId, block.Tag), Is.EqualTo(((byte?)30, (byte?)5)));
    }

    [Test]
    public void A_free_block_is_nobodys([Values(0u, 0x60002000u)] uint nextFree)
    {
        var block = new HeapElement(0x60001000, 0x60001008, nextFree);

        Assert.That((block.Size, block.IsFree, block.Tag, block.ApplicationId), Is.EqualTo((0L, true, (byte?)null, (byte?)null)));
    }

    [Test]
    public void Heaps_are_read()
    {
        byte[] bytes = Convert.FromHexString("10006460" + "08006460" + "f8ff7f67" + "e0ff1b07");

        Assert.That(HeapHeader.TryParse(bytes, out HeapHeader header, out _));
        Assert.That(header, Is.EqualTo(new HeapHeader(0x60640010, 0x60640008, 0x677FFFF8, 0x071BFFE0)));
        Assert.That(HeapElement.TryParse(7, bytes, out HeapElement element, out _));
        Assert.That(element, Is.EqualTo(new HeapElement(7, 0x60640010, 0x60640008)));
        Assert.That(HeapHeader.TryParse(bytes.AsSpan(1), out _, out PacketError headerError), Is.False);
        Assert.That(headerError.Offset, Is.EqualTo(15));
        Assert.That(HeapElement.TryParse(0, bytes.AsSpan(9), out _, out PacketError elementError), Is.False);
        Assert.That(elementError.Offset, Is.EqualTo(7));
    }

    [Test]
    public void Printed_text_has_its_core_before_each_line() =>
        Assert.That(new Iobuf(new CoreLocation(1, 2, 3), "a\nb\n").ToString(), Is.EqualTo("1:2: 3: a\n1:2: 3: b\n1:2: 3: "));

    [Test]
    public void Anything_may_be_printed() =>
        Assert.That(Iobuf.Decode(default, [(byte)'a', 0xFF, 0xC3, 0xBC]).Text, Is.EqualTo("a\uFFFD\u00FC"));

    [Test]
    public void Parse_undoes_Write_of_text_blocks() => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((next, time, milliseconds, length) =>
    {
        var header = new IobufBlockHeader(next, time, milliseconds, length);
        var bytes = new byte[IobufBlockHeader.Size];
        header.Write(bytes);
        return IobufBlockHeader.TryParse(bytes, out IobufBlockHeader read, out _) && read == header;
    });

    [Test]
    public void No_bytes_make_a_decoder_throw() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        Assert.That(IobufBlockHeader.TryParse(bytes, out _, out _), Is.EqualTo(bytes.Length >= 16));
        Assert.That(HeapHeader.TryParse(bytes, out _, out _), Is.EqualTo(bytes.Length >= 16));
        Assert.That(HeapElement.TryParse(0, bytes, out _, out _), Is.EqualTo(bytes.Length >= 8));
        Assert.That(CoreInfo.TryParse(default, bytes, out CoreInfo info, out _), Is.EqualTo(bytes.Length >= 128));
        Assert.That(ChipStatus.TryParse(bytes, out ChipStatus status, out _), Is.EqualTo(bytes.Length >= 256));
        Assert.That(AdcInfo.TryParse(bytes, out _, out _), Is.EqualTo(bytes.Length >= 48));
        Assert.That(RouterDiagnostics.TryParse(0, 0, bytes, out _, out _), Is.EqualTo(bytes.Length >= 64));
        Assert.That(MulticastRoute.TryParse(bytes, out _, out _), Is.EqualTo(bytes.Length >= 16));
        Assert.That(MulticastRoute.ReadTable(bytes), Has.Count.LessThanOrEqualTo(bytes.Length / 16));
        Assert.That(Iobuf.Decode(default, bytes).ToString(), Is.Not.Null);
        Assert.That($"{info} {status.VirtualCores} {status.IPAddress} {status.Links}", Is.Not.Null);
    });

    [Test]
    public void A_text_block_needs_its_room() =>
        Assert.That(() => default(IobufBlockHeader).Write(new byte[15]), Throws.ArgumentException);
}
