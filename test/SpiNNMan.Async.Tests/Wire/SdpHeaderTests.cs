using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Wire;

internal sealed class SdpHeaderTests
{
    private static readonly Gen<SdpEndpoint> s_endpoint =
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte[0, 31], Gen.Byte[0, 7], (x, y, core, port) => new SdpEndpoint(new ChipLocation(x, y), core, port));

    private static readonly Gen<SdpHeader> s_header =
        Gen.Select(Gen.Enum<SdpFlags>(), Gen.Byte, s_endpoint, s_endpoint, (flags, tag, to, from) => new SdpHeader(flags, tag, to, from));

    [Test]
    public void Parse_undoes_Write() => s_header.Sample(header =>
    {
        Span<byte> bytes = stackalloc byte[SdpHeader.Size];
        header.Write(bytes);
        return SdpHeader.TryParse(bytes, out SdpHeader parsed, out _) && parsed == header;
    });

    [Test]
    public void Too_few_bytes_are_named([Range(0, 7)] int length)
    {
        bool parsed = SdpHeader.TryParse(new byte[length], out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("SdpHeader", length, 8, length)));
    }
}
