using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Wire.Bmp;

internal sealed class BmpRequestTests
{
    private static IEnumerable<TestCaseData> Datagrams()
    {
        yield return Golden("0000 87ff05ff00000000 0000 0180 00000000 00000000 00000000", new BmpGetVersion(5), 0x8001);
        yield return Golden("0000 87ff00ff00000000 3900 ff00 00003200 20020000 00000000", new SetPower(PowerCommand.PowerOff, [5, 9], TimeSpan.FromSeconds(0.05)), 255);
        yield return Golden("0000 87ff00ff00000000 3900 ff00 01000000 00008000 00000000", new SetPower(PowerCommand.PowerOn, 23), 255);
        yield return Golden("0000 87ff01ff00000000 1900 0100 88200000 02011200 00000000", new BmpSetLed([1, 3, 6], LedAction.Off, [1, 8, 17, 20]), 1);
        yield return Golden("0000 87ff0fff00000000 3000 0000 03000000 00000000 00000000", new ReadAdc(15), 0);
        yield return Golden("0000 87ff03ff00000000 1100 0001 401b0300 04000000 02000000", new ReadFpgaRegister(2, 203584, 3), 256);
        yield return Golden("0000 87ff12ff00000000 1200 0000 b8a10200 04000000 00000000 4488e697", new WriteFpgaRegister(0, 172474, 2548467780, 18), 0);
        yield return Golden("0000 87ff02ff00000000 3700 0700 06000a00 0c000000 00000000", new BmpReset(BmpResetAction.Pulse, [2, 3], includeFpgas: true, TimeSpan.FromMilliseconds(10)), 7);
        yield return Golden("0000 87ff04ff00000000 3800 0000 02000000 02000000 00000000", new ResetFpgas(FpgaResetLevel.Pulse, 4), 0);
        yield return Golden("0000 87ff02ff00000000 3800 0000 01000000 05000000 00000000", new InitializeFpgas(2, 0b101), 0);
        yield return Golden("0000 87ff02ff00000000 3800 0000 00000000 03000000 00000000 010203", new SendFpgaBitfile(2, new byte[] { 1, 2, 3 }), 0);
        yield return Golden("0000 87ff17ff00000000 3e00 0000 e8030000 f4010000 00000000", new SetBmpFan(23, 1000, 500), 0);
        yield return Golden("0000 87ff07ff00000000 0500 0000 00000010 01000000 08000000", new FillMemory(new CoreLocation(0, 0, 7), 0x10000000, 1, 8), 0);
        yield return Golden("0000 87ff01ff00000000 3500 0000 00010000 00010000 00000000", new ReadBmpMemory(1, BmpMemory.SerialFlash, 0x100, 256), 0);
        yield return Golden("0000 87ff01ff00000000 3500 0000 00010000 02000000 01000000 aabb", new WriteBmpMemory(1, BmpMemory.SerialFlash, 0x100, new byte[] { 0xAA, 0xBB }), 0);
        yield return Golden("0000 87ff01ff00000000 3500 0000 00000000 00001000 02000000", new ReadBmpSerialFlashCrc(1, 0, 0x100000), 0);
        yield return Golden("0000 87ff00ff00000000 3600 0000 10000000 08000000 00000000", new ReadBmpMemory(0, BmpMemory.Eeprom, 16, 8), 0);
        yield return Golden("0000 87ff00ff00000000 3600 0000 10000000 01000000 01000000 7f", new WriteBmpMemory(0, BmpMemory.Eeprom, 16, new byte[] { 0x7F }), 0);
        yield return Golden("0000 87ff00ff00000000 3200 0000 00100000 00200000 00000000", new EraseBmpFlash(0, 0x1000, 0x2000), 0);
        yield return Golden("0000 87ff00ff00000000 3300 0000 00100000 00100000 01000000", new WriteBmpFlash(0, 0x1000, 4096), 0);
        yield return Golden("0000 87ff00ff00000000 3100 0000 00000100 00000200 00000100", new CopyBmpFlash(0, 0x10000, 0x20000, 0x10000), 0);
        yield return Golden("0000 87ff06ff00000000 3000 0000 00000000 00000000 00000000", new ReadBmpIdentity(6), 0);
        yield return Golden("0000 87ff06ff00000000 3000 0000 01000000 00000000 00000000", new ReadBmpEepromImage(6), 0);
        yield return Golden("0000 87ff06ff00000000 3000 0000 02000000 00000000 00000000", new ReadBmpCanStatus(6), 0);
        yield return Golden("0000 87ff06ff00000000 3000 0000 04000000 00000000 00000000", new ReadBmpNetworkAddresses(6), 0);
        yield return Golden("0000 87ff06ff00000000 3000 0000 05000000 00000000 00000000", new ReadBmpResetStatus(6), 0);
    }

    [TestCaseSource(nameof(Datagrams))]
    public void Datagrams_are_as_recorded(string hex, byte[] datagram) => Assert.That(Convert.ToHexStringLower(datagram), Is.EqualTo(hex));

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData("board", () => { _ = new BmpGetVersion(32); });
        yield return new TestCaseData("board", () => { _ = new ReadAdc(-1); });
        yield return new TestCaseData("boards", () => { _ = new SetPower(PowerCommand.PowerOn, default); });
        yield return new TestCaseData("boards", () => { _ = new BmpSetLed(1, LedAction.On, default); });
        yield return new TestCaseData("boards", () => { _ = new SetPower(PowerCommand.PowerOn, [32]); });
        yield return new TestCaseData("command", () => { _ = new SetPower((PowerCommand)2, 0); });
        yield return new TestCaseData("delay", () => { _ = new SetPower(PowerCommand.PowerOn, 0, TimeSpan.FromMilliseconds(65536)); });
        yield return new TestCaseData("delay", () => { _ = new SetPower(PowerCommand.PowerOn, 0, TimeSpan.FromTicks(-1)); });
        yield return new TestCaseData("delay", () => { _ = new BmpReset(BmpResetAction.Pulse, 0, delay: TimeSpan.MaxValue); });
        yield return new TestCaseData("sendTo", () => { _ = new SetPower(PowerCommand.PowerOn, 0, sendTo: 32); });
        yield return new TestCaseData("leds", () => { _ = new BmpSetLed(16, LedAction.On, 0); });
        yield return new TestCaseData("action", () => { _ = new BmpSetLed(0, (LedAction)4, 0); });
        yield return new TestCaseData("action", () => { _ = new BmpReset((BmpResetAction)3, 0); });
        yield return new TestCaseData("level", () => { _ = new ResetFpgas((FpgaResetLevel)3, 0); });
        yield return new TestCaseData("board", () => { _ = new InitializeFpgas(32); });
        yield return new TestCaseData("fpgas", () => { _ = new InitializeFpgas(0, 8); });
        yield return new TestCaseData("data", () => { _ = new SendFpgaBitfile(0, default); });
        yield return new TestCaseData("width", () => { _ = new SetBmpFan(0, 10, 11); });
        yield return new TestCaseData("fpga", () => { _ = new ReadFpgaRegister(-1, 0, 0); });
        yield return new TestCaseData("fpga", () => { _ = new WriteFpgaRegister(-1, 0, 0, 0); });
        yield return new TestCaseData("bank", () => { _ = FpgaRegisters.Stop(2); });
        yield return new TestCaseData("size", () => { _ = new ReadBmpMemory(0, BmpMemory.SerialFlash, 0, 257); });
        yield return new TestCaseData("data", () => { _ = new WriteBmpMemory(0, BmpMemory.SerialFlash, 0, default); });
        yield return new TestCaseData("size", () => { _ = new ReadBmpMemory(0, BmpMemory.Eeprom, 0, 0); });
        yield return new TestCaseData("memory", () => { _ = new ReadBmpMemory(0, (BmpMemory)2, 0, 1); });
        yield return new TestCaseData("memory", () => { _ = new WriteBmpMemory(0, (BmpMemory)2, 0, new byte[1]); });
        yield return new TestCaseData("data", () => { _ = new WriteBmpMemory(0, BmpMemory.Eeprom, 0, new byte[257]); });
        yield return new TestCaseData("size", () => { _ = new ReadBmpSerialFlashCrc(0, 0, -1); });
        yield return new TestCaseData("end", () => { _ = new EraseBmpFlash(0, 4096, 4096); });
        yield return new TestCaseData("size", () => { _ = new WriteBmpFlash(0, 0, 4097); });
        yield return new TestCaseData("size", () => { _ = new CopyBmpFlash(0, 0, 0, 0); });
    }

    [TestCaseSource(nameof(Refused))]
    public void What_no_board_can_take_is_refused(string parameter, Action make) =>
        Assert.That(() => make(), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo(parameter));

    [Test]
    public void Leds_and_boards_given_twice_count_once()
    {
        var request = new BmpSetLed([2, 2], LedAction.On, [3, 3]);

        Assert.That(request.Arguments, Is.EqualTo(new ScpArguments(3 << 4, 1 << 3)));
    }

    [Test]
    public void Switching_power_and_toggling_are_not_repeated()
    {
        Assert.That(new SetPower(PowerCommand.PowerOn, 0).Repeatability, Is.EqualTo(Repeatability.NotRepeatable));
        Assert.That(new SetPower(PowerCommand.PowerOn, 0).TimeoutClass, Is.EqualTo(TimeoutClass.Powering));
        Assert.That(new BmpReset(BmpResetAction.Pulse, 0).Repeatability, Is.EqualTo(Repeatability.NotRepeatable));
        Assert.That(new CopyBmpFlash(0, 0, 4096, 4096).Repeatability, Is.EqualTo(Repeatability.NotRepeatable));
        Assert.That(new BmpSetLed(0, LedAction.Toggle, 0).Repeatability, Is.EqualTo(Repeatability.NotRepeatable));
        Assert.That(new BmpSetLed(0, LedAction.On, 0).Repeatability, Is.EqualTo(Repeatability.Repeatable));
        Assert.That(new ResetFpgas(FpgaResetLevel.Pulse, 0).Repeatability, Is.EqualTo(Repeatability.NotRepeatable));
        Assert.That(new ResetFpgas(FpgaResetLevel.Low, 0).Repeatability, Is.EqualTo(Repeatability.Repeatable));
    }

    [Test]
    public void A_power_request_can_go_to_another_board()
    {
        var request = new SetPower(PowerCommand.PowerOn, 3, sendTo: 3);

        Assert.That(request.Destination.Core, Is.EqualTo(3));
    }

    [Test]
    public void Registers_of_the_banks_are_where_the_hardware_has_them() =>
        Assert.That(new[] { FpgaRegisters.Stop(0), FpgaRegisters.Stop(1), FpgaRegisters.Handshake(1) }, Is.EqualTo(new uint[] { 0x5C, 0x1005C, 0x10054 }));

    private static TestCaseData Golden<TRequest>(string hex, TRequest request, ushort sequence)
        where TRequest : IScpRequest
    {
        var datagram = new byte[ScpMessage.GetDatagramSize(request)];
        ScpMessage.WriteDatagram(datagram, request, sequence, default);
        return new TestCaseData(hex.Replace(" ", "", StringComparison.Ordinal), datagram).SetArgDisplayNames(typeof(TRequest).Name, hex);
    }
}
