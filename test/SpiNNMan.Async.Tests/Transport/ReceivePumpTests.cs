using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

[CancelAfter(20_000)]
internal sealed class ReceivePumpTests
{
    private readonly ScriptedSocket _socket = new();
    private readonly DatagramPool _pool = new(maxDatagramSize: 4);
    private readonly SimulatedTime _time = new();

    [Test]
    public async Task What_is_waiting_comes_in_one_batch_and_in_order(CancellationToken token)
    {
        await using ReceivePump pump = Pump();
        for (byte number = 0; number < 10; number++)
            _socket.Arrive(number);

        pump.Start();

        DatagramBatch batch = await pump.Batches.ReadAsync(token);
        Assert.That(Take(batch), Is.EqualTo(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
    }

    [Test]
    public async Task A_batch_is_full_at_its_capacity(CancellationToken token)
    {
        await using ReceivePump pump = Pump();
        for (int number = 0; number < DatagramBatch.Capacity + 1; number++)
            _socket.Arrive((byte)number);

        pump.Start();

        Assert.That(Take(await pump.Batches.ReadAsync(token)), Has.Length.EqualTo(DatagramBatch.Capacity));
        Assert.That(Take(await pump.Batches.ReadAsync(token)), Is.EqualTo(new byte[] { DatagramBatch.Capacity }));
    }

    [Test]
    public async Task Empty_datagrams_are_datagrams_and_too_long_ones_are_dropped(CancellationToken token)
    {
        await using ReceivePump pump = Pump();
        _socket.Arrive();
        _socket.Arrive(1, 2, 3, 4, 5);
        _socket.Arrive(1, 2, 3, 4);

        pump.Start();

        DatagramBatch batch = await pump.Batches.ReadAsync(token);
        Assert.That((batch.Count, batch.Take(0).Length, batch.Take(1).Length), Is.EqualTo((2, 0, 4)));
        Assert.That((pump.Counters.Received, pump.Counters.Bytes, pump.Counters.Truncated), Is.EqualTo((2, 4, 1)));
    }

    [Test]
    public async Task An_error_of_the_wire_goes_through_and_the_pump_goes_on(CancellationToken token)
    {
        await using ReceivePump pump = Pump();
        _socket.Arrive(1);
        _socket.Break();
        _socket.Arrive(2);

        pump.Start();

        DatagramBatch first = await pump.Batches.ReadAsync(token);
        Assert.That(first.Error!.Message, Is.EqualTo("The wire is broken."));
        Assert.That(Take(first), Is.EqualTo(new byte[] { 1 }));
        Assert.That(Take(await pump.Batches.ReadAsync(token)), Is.EqualTo(new byte[] { 2 }));
        Assert.That(pump.Counters.Errors, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wire_that_is_broken_for_good_does_not_take_a_whole_core(CancellationToken token)
    {
        await using ReceivePump pump = Pump();
        for (int error = 0; error < 100; error++)
            _socket.Break();

        pump.Start();
        Assert.That(pump.Counters.Errors, Is.EqualTo(8), "then it takes a breath before each");
        _time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.That(pump.Counters.Errors, Is.EqualTo(9));
        await Task.CompletedTask.WaitAsync(token);
    }

    [Test]
    public async Task What_the_channel_has_no_room_for_is_dropped_counted_and_returned(CancellationToken token)
    {
        await using (ReceivePump pump = Pump(channelCapacity: 1))
        {
            for (int number = 0; number < 3 * DatagramBatch.Capacity; number++)
                _socket.Arrive((byte)number);

            pump.Start();

            Assert.That(pump.Counters.Dropped, Is.EqualTo(2 * DatagramBatch.Capacity));
            (await pump.Batches.ReadAsync(token)).Return();
        }

        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public async Task Only_disposal_ends_it_and_completes_the_channel(CancellationToken token)
    {
        ReceivePump pump = Pump();
        pump.Start();
        _socket.Break();
        Assert.That((await pump.Batches.ReadAsync(token)).Error, Is.Not.Null);
        Assert.That(pump.Batches.Completion.IsCompleted, Is.False);

        await pump.DisposeAsync();
        await pump.DisposeAsync();

        await pump.Batches.Completion.WaitAsync(token);
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void A_buffer_returned_twice_is_noticed()
    {
        Datagram datagram = _pool.Rent();
        datagram.Dispose();

        Assert.That(datagram.Dispose, Throws.InvalidOperationException);
    }

    private static byte[] Take(DatagramBatch batch)
    {
        byte[] bytes = [.. Enumerable.Range(0, batch.Count).Select(index => batch.Take(index)).Select(datagram =>
        {
            byte first = datagram.Span[0];
            datagram.Dispose();
            return first;
        })];
        batch.Return();
        return bytes;
    }

    private ReceivePump Pump(int channelCapacity = 16) => new(_socket, _pool, _time, channelCapacity);
}
