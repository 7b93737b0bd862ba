using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Spif;
using SpiNNMan.Async.Live.Tests.Support;

namespace SpiNNMan.Async.Live.Tests.Receiving;

/// <summary>SPIF boards are told what they should send, and send keys and nothing else.</summary>
internal sealed class SpifTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_board_is_set_up_started_and_read(CancellationToken token)
    {
        var world = new LiveWorld();
        await world.DoAsync(async () =>
        {
            var address = new IPEndPoint(IPAddress.Parse("10.0.0.7"), SpifConnection.UsualPort);
            await using EieioConnection board = await EieioConnection.ListenAsync(address.Port, world.Socket with { LocalHost = "10.0.0.7" }, token);
            RunDatabase database = new() { Populations = [new Population("retina") { Parts = [new PopulationPart(Core: null, [new KeyRange(0x80000000, 0, 1000)])] }] };
            await using SpifConnection spif = await SpifConnection.OpenAsync(address, database, new SpifOptions { Connection = world.Socket with { LocalHost = "10.0.0.6" } }, token);
            SpikeReader spikes = spif.SpikesAsync(cancellationToken: token);
            await spif.StartAsync(token);
            var words = new List<uint>();
            IPEndPoint? host = null;
            for (int word = 0; word < 3; word++)
            {
                ReceivedDatagram datagram = await board.ReceiveWithAddressAsync(TimeSpan.FromSeconds(1), token);
                words.Add(BinaryPrimitives.ReadUInt32LittleEndian(datagram.Data.Span));
                host = datagram.RemoteEndPoint;
            }

            Assert.That(words, Is.EqualTo(new[] { 0x5EC20000u + 500, 0x5EC40000u + 128, 0x5EC00000u }));
            await board.SendToAsync(Convert.FromHexString("0500008007000080ffffffff"), host!, token);
            await board.SendToAsync(new byte[] { 1, 2, 3 }, host!, token);
            await using IAsyncEnumerator<Spike> reading = spikes.GetAsyncEnumerator(token);
            Assert.That(await reading.MoveNextAsync(), Is.True);
            Assert.That(reading.Current, Is.EqualTo(new Spike(0, 5, 0x80000005)));
            Assert.That(await reading.MoveNextAsync(), Is.True);
            Assert.That(reading.Current.Atom, Is.EqualTo(7));
            await spif.StopAsync(token);
            Assert.That((await board.ReceiveAsync(TimeSpan.FromSeconds(1), token)), Is.EqualTo(new byte[] { 0, 0, 0xC1, 0x5E }));
            Assert.That((spif.Counts.Events, spif.Counts.UnknownKeys.Single(), spif.Counts.Malformed), Is.EqualTo((3L, 0xFFFFFFFFu, 1L)));
        });
    }
}
