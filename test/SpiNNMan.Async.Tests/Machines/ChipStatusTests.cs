using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class ChipStatusTests
{
    [Test]
    public void A_booted_chip_says_what_it_is()
    {
        var block = new byte[SystemVariable.BlockSize];
        SystemVariable.X.Write(block, 8);
        SystemVariable.Y.Write(block, 4);
        SystemVariable.Width.Write(block, 16);
        SystemVariable.Height.Write(block, 12);
        SystemVariable.NearestEthernetX.Write(block, 8);
        SystemVariable.NearestEthernetY.Write(block, 4);
        SystemVariable.P2PRootX.Write(block, 4);
        SystemVariable.P2PRootY.Write(block, 8);
        SystemVariable.EthernetUp.Write(block, 1);
        SystemVariable.Links.Write(block, 0xC9);
        SystemVariable.LedHalfPeriod.Write(block, 8);
        SystemVariable.ClockDrift.Write(block, unchecked((uint)-(1 << 16)));
        SystemVariable.SoftwareVersion.Write(block, 0x030401);
        SystemVariable.PhysicalToVirtualCores.Write(block, 0xFF);
        block[0x94] = 1;
        block[0x95] = 0;
        block[0xA7] = 2;
        new byte[] { 10, 11, 193, 1 }.CopyTo(block, 0xF0);

        Assert.That(ChipStatus.TryParse(block, out ChipStatus status, out _));
        Assert.That(status.Location, Is.EqualTo(new ChipLocation(8, 4)));
        Assert.That(status.MachineSize, Is.EqualTo(new MachineDimensions(16, 12)));
        Assert.That(status.NearestEthernet, Is.EqualTo(new ChipLocation(8, 4)));
        Assert.That(status.Root, Is.EqualTo(new ChipLocation(4, 8)));
        Assert.That(status.IsEthernetAvailable);
        Assert.That(status.IPAddress?.ToString(), Is.EqualTo("10.11.193.1"));
        Assert.That(status.Links, Is.EqualTo(new[] { 0, 3 }));
        Assert.That(status.VirtualCores, Is.EqualTo(new byte[] { 0, 1, 2 }));
        Assert.That(status.LedHalfPeriod, Is.EqualTo(TimeSpan.FromMilliseconds(80)));
        Assert.That(status.ClockDrift, Is.EqualTo(-0.5));
        Assert.That(status.MonitorVersion, Is.EqualTo(new SoftwareVersion(3, 4, 1)));
    }

    [Test]
    public void Without_an_address_there_is_none_and_all_twenty_cores_may_work()
    {
        Assert.That(ChipStatus.TryParse(new byte[256], out ChipStatus status, out _));
        Assert.That(status.IPAddress, Is.Null);
        Assert.That(status.VirtualCores, Has.Count.EqualTo(20));
        Assert.That(status.IsEthernetAvailable, Is.False);
    }

    [Test]
    public void Too_few_bytes_are_an_error()
    {
        Assert.That(ChipStatus.TryParse(new byte[255], out _, out PacketError error), Is.False);
        Assert.That(error.Offset, Is.EqualTo(255));
    }
}
