using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Wire.Bmp;

internal sealed class BmpResponseTests
{
    private const string ReplyHeader = "0700ff04000000008000 0000";

    [Test]
    public void A_version_is_read()
    {
        (VersionInfo version, _) = Parse<BmpGetVersion, VersionInfo>(
            new BmpGetVersion(3), "0b0400020001ffff45c80c194243264d502f5370696e352d424d5000322e312e3700");

        Assert.That(version.Name, Is.EqualTo(SoftwareCompatibility.BmpName));
        Assert.That(version.Version, Is.EqualTo(new SoftwareVersion(2, 1, 7)));
        Assert.That(version.Hardware, Is.EqualTo("Spin5-BMP"));
    }

    [Test]
    public void A_board_status_is_read_with_its_missing_probes_and_fans()
    {
        (AdcInfo info, _) = Parse<ReadAdc, AdcInfo>(
            new ReadAdc(4),
            "ffff 5b03 2b07 620f 3309 ffff d00d e204 b900 8900 0000 0000 0080 1000 0000 0000 ffff ffff 0000 0000 01000000 02000000".Replace(" ", "", StringComparison.Ordinal));

        Assert.That(info.Voltage12C, Is.EqualTo(859 * 2.5 / 4096));
        Assert.That(info.Voltage12B, Is.EqualTo(1835 * 2.5 / 4096));
        Assert.That(info.Voltage12A, Is.EqualTo(3938 * 2.5 / 4096));
        Assert.That(info.Voltage18, Is.EqualTo(2355 * 2.5 / 4096));
        Assert.That(info.Voltage33, Is.EqualTo(3536 * 3.75 / 4096));
        Assert.That(info.VoltageSupply, Is.EqualTo(1250 * 15.0 / 4096));
        Assert.That(info.TemperatureTop, Is.EqualTo(185 / 256.0));
        Assert.That(info.TemperatureBottom, Is.EqualTo(137 / 256.0));
        Assert.That(info.TemperatureExternal0, Is.Null);
        Assert.That(info.TemperatureExternal1, Is.EqualTo(16 / 256.0));
        Assert.That(info.Fan0, Is.Null);
        Assert.That(info.Fan1, Is.Null);
        Assert.That((info.Warnings, info.Shutdowns), Is.EqualTo((1u, 2u)));
    }

    [Test]
    public void A_register_is_read()
    {
        (uint value, _) = Parse<ReadFpgaRegister, uint>(new ReadFpgaRegister(0, FpgaRegisters.Flags, 0), "19d67e17");

        Assert.That(value, Is.EqualTo(0x177ED619));
    }

    [Test]
    public void An_identity_is_read()
    {
        (BmpIdentity identity, _) = Parse<ReadBmpIdentity, BmpIdentity>(
            new ReadBmpIdentity(0), "0500000001000000020000000300000004000000000000100080001000000100");

        Assert.That(identity, Is.EqualTo(new BmpIdentity(5, 1, 2, 3, 4, 0x10000000, 0x10008000, 0x10000)));
        Assert.That(identity.SerialNumber, Is.EqualTo("00000001-00000002-00000003-00000004"));
    }

    [Test]
    public void A_reset_status_is_read()
    {
        (BmpResetStatus status, _) = Parse<ReadBmpResetStatus, BmpResetStatus>(
            new ReadBmpResetStatus(0), "01000000020000003c0000000400000005000000060000000700000008000000");

        Assert.That(status, Is.EqualTo(new BmpResetStatus(1, 2, 60, 4, 5, 6, 7, 8)));
        Assert.That(status.Uptime, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void Network_addresses_are_read()
    {
        string bmp = "0080" + "00085a0b0c00" + "c0a8f000" + "c0a8f0fe" + "ffffff00" + "e545" + new string('0', 20);
        string board = "0080" + "00085a0b0c01" + "c0a8f001" + "c0a8f0fe" + "ffffff00" + "e545" + new string('0', 20);
        (BmpNetworkAddresses addresses, _) = Parse<ReadBmpNetworkAddresses, BmpNetworkAddresses>(new ReadBmpNetworkAddresses(0), bmp + board);

        Assert.That(addresses.Bmp.IPAddress.ToString(), Is.EqualTo("192.168.240.0"));
        Assert.That(addresses.Board.IPAddress.ToString(), Is.EqualTo("192.168.240.1"));
        Assert.That(addresses.Board.MacAddress.ToString(), Is.EqualTo("00085A0B0C01"));
        Assert.That(addresses.Board.Gateway.ToString(), Is.EqualTo("192.168.240.254"));
        Assert.That(addresses.Board.SubnetMask.ToString(), Is.EqualTo("255.255.255.0"));
        Assert.That(addresses.Board.Port, Is.EqualTo(17893));
        Assert.That(addresses.Board.Flags, Is.EqualTo(0x8000));
    }

    [Test]
    public void An_answer_that_is_too_short_is_an_error_that_says_where()
    {
        Assert.That(Parse<ReadFpgaRegister, uint>(new ReadFpgaRegister(0, 0, 0), "19d67e").Error, Is.EqualTo(PacketError.TooShort("ReadFpgaRegister", 3, 4, 3)));
        Assert.That(Parse<ReadAdc, AdcInfo>(new ReadAdc(0), new string('0', 94)).Error, Is.EqualTo(PacketError.TooShort("AdcInfo", 47, 48, 47)));
        Assert.That(Parse<ReadBmpCanStatus, byte[]>(new ReadBmpCanStatus(0), "").Error.Kind, Is.EqualTo(PacketErrorKind.TooShort));
        Assert.That(Parse<ReadBmpMemory, byte[]>(new ReadBmpMemory(0, BmpMemory.SerialFlash, 0, 2), "00").Error.Offset, Is.EqualTo(1));
        Assert.That(
            Parse<ReadBmpNetworkAddresses, BmpNetworkAddresses>(new ReadBmpNetworkAddresses(0), new string('0', 100)).Error,
            Is.EqualTo(PacketError.TooShort("BmpNetworkAddress", 50, 32, 18)));
    }

    [Test]
    public void No_bytes_make_a_decoder_throw() => Gen.Byte.Array[0, 300].Sample(payload =>
    {
        string hex = Convert.ToHexString(payload);
        Parse<BmpGetVersion, VersionInfo>(new BmpGetVersion(0), hex);
        Parse<ReadAdc, AdcInfo>(new ReadAdc(0), hex);
        Parse<ReadFpgaRegister, uint>(new ReadFpgaRegister(0, 0, 0), hex);
        Parse<WriteFpgaRegister, Acknowledgement>(new WriteFpgaRegister(0, 0, 0, 0), hex);
        Parse<ReadBmpIdentity, BmpIdentity>(new ReadBmpIdentity(0), hex);
        Parse<ReadBmpResetStatus, BmpResetStatus>(new ReadBmpResetStatus(0), hex);
        Parse<ReadBmpNetworkAddresses, BmpNetworkAddresses>(new ReadBmpNetworkAddresses(0), hex);
        Parse<ReadBmpCanStatus, byte[]>(new ReadBmpCanStatus(0), hex);
        Parse<ReadBmpEepromImage, byte[]>(new ReadBmpEepromImage(0), hex);
        Parse<ReadBmpMemory, byte[]>(new ReadBmpMemory(0, BmpMemory.SerialFlash, 0, 200), hex);
        Parse<ReadBmpMemory, byte[]>(new ReadBmpMemory(0, BmpMemory.Eeprom, 0, 200), hex);
        Parse<ReadBmpSerialFlashCrc, uint>(new ReadBmpSerialFlashCrc(0, 0, 200), hex);
        Parse<EraseBmpFlash, uint>(new EraseBmpFlash(0, 0, 4096), hex);
    });

    private static (TResponse Response, PacketError Error) Parse<TRequest, TResponse>(TRequest request, string payload)
        where TRequest : IScpRequest<TResponse>
    {
        byte[] bytes = Convert.FromHexString(ReplyHeader.Replace(" ", "", StringComparison.Ordinal) + payload);
        if (!ScpReply.TryParse(bytes, out ScpReply reply, out PacketError broken))
            throw new InvalidPacketException(broken);

        bool parsed = request.TryParseResponse(reply, out TResponse response, out PacketError error);
        Assert.That(parsed, Is.EqualTo(error == default));
        return (response, error);
    }
}
