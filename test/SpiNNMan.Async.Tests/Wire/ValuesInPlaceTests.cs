using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Wire;

/// <summary>What can be had without an object or an array is the same as with.</summary>
internal sealed class ValuesInPlaceTests
{
    private static readonly byte[] s_reply = [0x07, 0xFF, 0x01, 0xFF, 0, 0, 0, 0, 0x80, 0, 1, 0, 1, 2, 3, 4];

    [Test]
    public void An_answer_goes_where_the_caller_wants_it()
    {
        var destination = new byte[6];
        Assert.That(ScpReply.TryParse(s_reply, out ScpReply reply, out _), Is.True);
        Assert.That(new ReadMemory(default, 0, 3).TryCopyResponse(reply, destination, out _), Is.True);
        Assert.That(destination, Is.EqualTo(new byte[] { 1, 2, 3, 0, 0, 0 }));
        Assert.That(new ReadMemory(default, 0, 5).TryCopyResponse(reply, destination, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("ReadMemory", 4, 5, 4)));
    }

    [Test]
    public void An_answer_is_not_put_where_there_is_no_room() => Assert.That(
        () => ScpReply.TryParse(s_reply, out ScpReply reply, out _) && new ReadMemory(default, 0, 3).TryCopyResponse(reply, new byte[2], out _),
        Throws.ArgumentException.With.Message.Contains("3 bytes, 2 are there"));

    [Test]
    public void Tags_are_kept_in_place()
    {
        var bytes = new byte[3 * IPTagEntry.Size];
        (bytes[10], bytes[42], bytes[74]) = (1, 2, 3);

        Assert.That(IPTagEntries.TryParse(bytes, 3, out IPTagEntries tags, out _), Is.True);
        Assert.That(tags.Select(tag => (int)tag.Port), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(tags[2].Port, Is.EqualTo(3));
        Assert.That(() => tags[3], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(IPTagEntries.TryParse(bytes, 3, out IPTagEntries again, out _) && tags == again && tags.GetHashCode() == again.GetHashCode());
        Assert.That(IPTagEntries.TryParse(bytes, 2, out IPTagEntries fewer, out _) && tags != fewer);
        Assert.That(IPTagEntries.TryParse(bytes.AsSpan(1), 3, out _, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("IPTagEntries", 95, 96, 95)));
        Assert.That(() => IPTagEntries.TryParse(bytes, 9, out _, out _), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void A_command_as_a_value_is_the_same_as_the_object()
    {
        EieioCommandMessage[] messages =
        [
            new PaddingRequest(), new HostDataReadAck(7), new NotificationProtocolDatabaseLocation("a/b"), new NotificationProtocolPauseStop(),
            new HostDataRead(1, new DataRead(1, 2, 3)), new SpinnakerRequestBuffers(new CoreLocation(1, 2, 3), 4, 5, 6), EieioCommandMessage.Create((EieioCommand)99, new byte[3]),
        ];
        foreach (EieioCommandMessage message in messages)
        {
            byte[] bytes = message.ToArray();
            var written = new byte[bytes.Length];

            Assert.That(EieioCommandFrame.TryParse(bytes, out EieioCommandFrame frame, out _), Is.True);
            Assert.That((frame.Command, frame.Size, frame.Write(written)), Is.EqualTo((message.Command, bytes.Length, bytes.Length)));
            Assert.That(written, Is.EqualTo(bytes));
            Assert.That(frame.ToMessage(), Is.TypeOf(message.GetType()));
            Assert.That(EieioCommandFrame.TryParse(written, out EieioCommandFrame same, out _) && same == frame && same.GetHashCode() == frame.GetHashCode());
            Assert.That(() => frame.Write(new byte[bytes.Length - 1]), Throws.ArgumentException);
        }
    }

    [Test]
    public void A_command_that_is_cut_short_says_where()
    {
        byte[] bytes = new SpinnakerRequestBuffers(default, 4, 5, 6).ToArray();

        Assert.That(EieioCommandFrame.TryParse(bytes.AsMemory(0, 9), out _, out PacketError error), Is.False);
        Assert.That((error.Packet, error.Offset), Is.EqualTo(("SpinnakerRequestBuffers", 9)));
    }

    [Test]
    public void Routes_go_where_the_caller_wants_them()
    {
        var table = new byte[MulticastRoute.GetTableSize(2)];
        MulticastRoute[] routes = [new(1, 0xFF, new Route([1], [2])), new(2, 0xFF, new Route([3], [4]))];
        MulticastRoute.WriteTable(table, routes);
        var read = new MulticastRoute[3];

        Assert.That(MulticastRoute.ReadTable(table, read), Is.EqualTo(2));
        Assert.That(read[..2], Is.EqualTo(routes));
        Assert.That(() => MulticastRoute.ReadTable(table, read.AsSpan(0, 1)), Throws.ArgumentException.With.Message.Contains("more than 1"));
    }

    [Test]
    public void A_column_is_that_of_the_table()
    {
        byte[] column = [0x97, 0x6D, 0xDB, 0x00];
        var routes = new P2PTableRoute[5];
        Assert.That(P2PTable.TryParse(1, 5, [column], out P2PTable? table, out _), Is.True);

        Assert.That(P2PTable.TryParseColumn(column, routes, out _), Is.True);
        Assert.That(routes, Is.EqualTo(Enumerable.Range(0, 5).Select(y => table!.GetRoute(new ChipLocation(0, (byte)y)))));
        Assert.That(P2PTable.TryParseColumn(column.AsSpan(1), routes, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("P2PTable", 3, 4, 3)));
    }
}
