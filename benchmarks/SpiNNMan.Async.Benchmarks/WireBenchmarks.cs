using BenchmarkDotNet.Attributes;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Requests;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Benchmarks;

/// <summary>Values to bytes and back, without any network.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private static readonly ChipLocation s_chip = new(1, 2);
    private static readonly SdpHeader s_header = new(SdpFlags.ReplyExpected, SdpHeader.NoTag, new SdpEndpoint(s_chip, 3, 1), SdpEndpoint.Host(default));
    private static readonly ReadMemory s_read = new(s_chip, 0x6000_0000, 256);
    private static readonly WriteMemory s_write = new(s_chip, 0x6000_0000, new byte[256]);
    private static readonly BootMessage s_boot = new(BootOpcode.FloodFillBlock, 0, 1, 2, new byte[1024]);

    private readonly byte[] _datagram = new byte[1500];
    private readonly byte[] _headerBytes = new byte[SdpHeader.Size];
    private readonly byte[] _reply = new byte[SdpMessage.PadSize + ScpReply.HeaderSize + 256];
    private readonly byte[] _version = Convert.FromHexString("0e0feed90001ffff199497685343264d502f5370694e4e616b657200332e342e3100");
    private readonly byte[] _block = new byte[256];
    private readonly EieioDataMessage _keys = EieioDataMessage.Create(EieioType.Key32Bit);
    private byte[] _keyBytes = [];

    [GlobalSetup]
    public void Fill()
    {
        s_header.Write(_headerBytes);
        s_header.Write(_reply.AsSpan(SdpMessage.PadSize));
        _reply[ScpMessage.CommandOffset] = (byte)ScpResult.Ok;
        for (uint key = 0; key < 60; key++)
            _keys.Add(key);

        _keyBytes = _keys.ToArray();
    }

    [Benchmark]
    public void WriteSdpHeader() => s_header.Write(_headerBytes);

    [Benchmark]
    public bool ParseSdpHeader() => SdpHeader.TryParse(_headerBytes, out _, out _);

    [Benchmark]
    public int WriteReadRequest() => ScpMessage.WriteDatagram(_datagram, s_read, 1, s_chip);

    [Benchmark]
    public int WriteWriteRequestOf256Bytes() => ScpMessage.WriteDatagram(_datagram, s_write, 1, s_chip);

    [Benchmark]
    public int ParseReplyOf256Bytes() => ScpReply.TryParseDatagram(_reply, out ScpReply reply, out _) ? reply.Payload.Length : 0;

    [Benchmark]
    public bool ParseVersion() => VersionInfo.TryParse(_version, out _, out _);

    [Benchmark]
    public bool ParseChipSummary() => ChipSummaryInfo.TryParse(s_chip, _block, out _, out _);

    [Benchmark]
    public bool ParseCpuInfo() => CpuInfo.TryParse(new CoreLocation(s_chip, 1), _block, out _, out _);

    [Benchmark]
    public bool ParseSystemVariables() => SystemVariables.TryParse(_block, out _, out _);

    [Benchmark]
    public bool ParseIPTag() => IPTagEntry.TryParse(_block, out _, out _);

    [Benchmark]
    public bool ParseAdc() => AdcInfo.TryParse(_block, out _, out _);

    [Benchmark]
    public int WriteBootMessageOf1024Bytes() => s_boot.Write(_datagram);

    [Benchmark]
    public int WriteEieioOf60Keys() => _keys.Write(_datagram);

    [Benchmark]
    public uint ReadEieioOf60Keys()
    {
        uint sum = 0;
        if (EieioElements.TryParse(_keyBytes, out EieioElements elements, out _))
        {
            foreach (EieioElement element in elements)
                sum += element.Key;
        }

        return sum;
    }

    [Benchmark]
    public uint ParseAndReadEieioMessageOf60Keys()
    {
        uint sum = 0;
        if (EieioDataMessage.TryParse(_keyBytes, out EieioDataMessage? message, out _))
        {
            foreach (EieioElement element in message.Elements)
                sum += element.Key;
        }

        return sum;
    }
}
