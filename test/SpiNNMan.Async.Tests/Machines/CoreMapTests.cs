using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class CoreMapTests
{
    [Test]
    public void Numbers_go_both_ways()
    {
        var map = CoreMap.Create(3, 0, 17);

        Assert.That((map.Count, map.GetPhysical(0), map.GetPhysical(2), map.GetPhysical(3)), Is.EqualTo((3, (int?)3, (int?)17, (int?)null)));
        Assert.That((map.GetVirtual(17), map.GetVirtual(5)), Is.EqualTo(((int?)2, (int?)null)));
        Assert.That(map.ToString(), Is.EqualTo("[3, 0, 17]"));
    }

    [Test]
    public void A_table_ends_where_there_is_no_core()
    {
        byte[] table = [1, 2, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];

        Assert.That(CoreMap.TryParse(table, out CoreMap map, out _), Is.True);
        Assert.That(map, Is.EqualTo(CoreMap.Create(1, 2, 0)));
        Assert.That(map, Is.Not.EqualTo(CoreMap.Create(1, 2)));
        Assert.That(map.GetHashCode(), Is.EqualTo(CoreMap.Create(1, 2, 0).GetHashCode()));
    }

    [TestCase(1, 1)]
    [TestCase(1, 18)]
    public void Two_virtual_cores_are_not_one(byte first, byte second)
    {
        Assert.That(CoreMap.TryParse([first, second, 255], out _, out PacketError error), Is.False);
        Assert.That(error.Offset, Is.Zero.Or.EqualTo(1));
        Assert.That(() => CoreMap.Create(first, second), Throws.InstanceOf<InvalidParameterException>());
    }
}
