using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Captures;

/// <summary>Datagrams of connections in a file.</summary>
[CancelAfter(60_000)]
internal sealed class PacketCaptureTests
{
    private const uint Address = 0x6000_0000;

    private string _path = "";

    [SetUp]
    public void SetUp() => _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pcapng");

    [TearDown]
    public void TearDown()
    {
        File.Delete(_path);
        File.Delete(PreviousOf(_path));
    }

    [Test]
    public async Task A_session_is_in_the_file_in_its_order_with_its_times(CancellationToken token)
    {
        using (PacketCapture capture = PacketCapture.Create(_path))
        {
            await using SimulatedMachine machine = await OpenAsync(capture, new VirtualMachineOptions { Board = BoardType.Spin3 }, token);
            await machine.World.Time.RunUntilAsync(machine.Transceiver.Memory.ReadAsync(new ChipLocation(0, 0), Address, 1000, token), token);
            Assert.That(capture.Error, Is.Null);
        }

        CapturedDatagram[] all = [.. PacketCaptureReader.Read(_path)];
        var requests = new HashSet<ushort>();
        int replies = 0;
        foreach (CapturedDatagram datagram in all)
        {
            SdpHeader header = SdpHeader.ReadUnchecked(datagram.Data.Span[2..]);
            ushort sequence = BitConverter.ToUInt16(datagram.Data.Span[ScpMessage.SequenceOffset..]);
            if (datagram.To.Port == ScpMessage.Port)
            {
                requests.Add(sequence);
                continue;
            }

            replies++;
            Assert.That(header.Flags, Is.EqualTo(SdpFlags.ReplyNotExpected));
            Assert.That(requests, Does.Contain(sequence), "a reply comes after its request");
            Assert.That(datagram.Comment, Does.EndWith("ms after the request"));
        }

        Assert.That(replies, Is.GreaterThan(10));
        Assert.That(all.Select(static datagram => datagram.Time), Is.Ordered);
        Assert.That(all.Select(static datagram => datagram.Frame), Is.EqualTo(Enumerable.Range(1, all.Length)));
        Assert.That(all.Count(static datagram => datagram.To.Port == ScpMessage.Port && datagram.From.Address.Equals(IPAddress.Any)), Is.Zero, "the own address is known");
    }

    [Test]
    public async Task Further_tries_tell_why_they_were_made(CancellationToken token)
    {
        using (PacketCapture capture = PacketCapture.Create(_path))
        {
            await using SimulatedMachine machine = await OpenAsync(capture, new VirtualMachineOptions { Board = BoardType.Spin5, Faults = SimulatedMachine.BadNetwork }, token);
            machine.Virtual.KeepBusy(new ChipLocation(0, 0), TimeSpan.FromMilliseconds(50));
            await machine.World.Time.RunUntilAsync(machine.Transceiver.Memory.ReadAsync(new ChipLocation(0, 0), Address, 1 << 18, token), token);
        }

        string[] comments = [.. PacketCaptureReader.Read(_path).Select(static datagram => datagram.Comment ?? "")];

        Assert.That(comments, Has.Some.Matches("^try 2: ([0-9]+ later requests were|a later request was) answered before it, [0-9.]+ ms after the last try$"));
        Assert.That(comments, Has.Some.Matches("^[0-9.]+ ms after try 2$"));
        Assert.That(comments, Has.Some.EqualTo("another reply to a request that was answered"));
    }

    [Test]
    public void Refused_requests_tell_of_their_refusals()
    {
        var comments = new ExchangeComments();
        byte[] request = Convert.FromHexString("000087ff00ff00000000" + "0200" + "0500" + "000000600001000002000000");
        byte[] refusal = Convert.FromHexString("00000707ff0000000000" + "8d00" + "0500");
        DateTimeOffset now = DateTimeOffset.UnixEpoch;

        Assert.That(comments.OnSent(request, now), Is.Null);
        Assert.That(comments.OnReceived(refusal, now.AddMilliseconds(1.5)), Is.EqualTo("1.5 ms after the request"));
        Assert.That(comments.OnSent(request, now.AddMilliseconds(7)), Is.EqualTo("try 2: the last one was answered with P2PBusy, 7 ms after the last try"));
        Assert.That(comments.OnSent(request, now.AddMilliseconds(257)), Is.EqualTo("try 3: no reply has come, 250 ms after the last try"));
        Assert.That(comments.OnReceived(Convert.FromHexString("00000707ff0000000000" + "8000" + "0600"), now), Is.EqualTo("a reply that no request awaits"));
    }

    [Test]
    public void A_full_file_takes_no_more_and_says_so()
    {
        using PacketCapture capture = PacketCapture.Create(_path, new PacketCaptureOptions { MaxBytes = PacketCaptureOptions.LeastBytes });
        Fill(capture, 2000);
        capture.Dispose();

        Assert.That(capture.LeftOut, Is.GreaterThan(0));
        Assert.That(capture.Datagrams + capture.LeftOut, Is.EqualTo(2000));
        Assert.That(new FileInfo(_path).Length, Is.InRange(PacketCaptureOptions.LeastBytes - 1000, PacketCaptureOptions.LeastBytes));
        Assert.That(PacketCaptureReader.Read(_path).Select(static datagram => datagram.To.Port), Is.EqualTo(Enumerable.Range(1, (int)capture.Datagrams)));
    }

    [Test]
    public void A_ring_keeps_the_last_ones_in_two_files()
    {
        using PacketCapture capture = PacketCapture.Create(_path, new PacketCaptureOptions { MaxBytes = PacketCaptureOptions.LeastBytes, KeepLast = true });
        Fill(capture, 2000);
        capture.Dispose();

        Assert.That((capture.Datagrams, capture.LeftOut), Is.EqualTo((2000L, 0L)));
        Assert.That(new FileInfo(_path).Length + new FileInfo(PreviousOf(_path)).Length, Is.LessThanOrEqualTo(PacketCaptureOptions.LeastBytes));
        int[] kept = [.. PacketCaptureReader.Read(PreviousOf(_path)).Concat(PacketCaptureReader.Read(_path)).Select(static datagram => datagram.To.Port)];
        Assert.That(kept, Is.EqualTo(Enumerable.Range(2001 - kept.Length, kept.Length)));
    }

    [Test]
    public async Task An_attached_capture_takes_what_is_opened_meanwhile(CancellationToken token)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, token);
        using (PacketCapture capture = PacketCapture.Create(_path))
        {
            await AskAsync(machine, token);
            using (capture.Attach())
                await AskAsync(machine, token);

            await AskAsync(machine, token);
            Assert.That(capture.Datagrams, Is.EqualTo(2));
        }

        Assert.That(PacketCaptureReader.Read(_path).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_watcher_is_told_of_each_datagram_without_a_file(CancellationToken token)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, token);
        var told = new List<CapturedDatagram>();
        using PacketCapture capture = PacketCapture.Watch(told.Add);
        using (capture.Attach())
            await AskAsync(machine, token);

        Assert.That(told.Select(static datagram => (datagram.Frame, datagram.To.Port == 0)), Is.EqualTo(new[] { (1, false), (2, false) }));
        Assert.That(told[1].Comment, Does.EndWith("ms after the request"));
        Assert.That((capture.Datagrams, capture.LeftOut, capture.Error), Is.EqualTo((0L, 0L, (Exception?)null)));
    }

    [Test]
    public async Task A_watcher_that_fails_is_told_no_more_and_connections_go_on(CancellationToken token)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, token);
        int told = 0;
        using PacketCapture capture = PacketCapture.Create(_path, new PacketCaptureOptions { Watcher = _ => throw new InvalidOperationException($"no {++told}") });
        using (capture.Attach())
            await AskAsync(machine, token);

        Assert.That(told, Is.EqualTo(1));
        Assert.That(capture.Error, Is.InstanceOf<InvalidOperationException>());
        Assert.That(capture.Datagrams, Is.EqualTo(2), "the file is written nevertheless");
    }

    [Test]
    public async Task Any_network_can_be_captured(CancellationToken token)
    {
        using PacketCapture capture = PacketCapture.Create(_path);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Network = capture.Wrap(UdpNetwork.Instance) }, token);
        await AskAsync(machine, token);

        Assert.That(capture.Datagrams, Is.EqualTo(2));
    }

    [Test]
    public void What_is_written_can_be_read_before_the_end()
    {
        using PacketCapture capture = PacketCapture.Create(_path);
        Fill(capture, 5);
        capture.Flush();

        Assert.That(PacketCaptureReader.Read(_path).Count(), Is.EqualTo(5));
        capture.Dispose();
        Assert.That(capture.Flush, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Connections_outlive_their_capture(CancellationToken token)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, token);
        PacketCapture capture = PacketCapture.Create(_path);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, new ScampConnectionOptions { Capture = capture }, token);
        await scamp.GetVersionAsync(token);
        capture.Dispose();
        capture.Dispose();
        await scamp.GetVersionAsync(token);

        Assert.That(capture.Datagrams, Is.EqualTo(2));
        Assert.That(() => capture.Attach(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    [Platform("Linux")]
    public void A_disk_that_is_full_ends_the_capture_and_nothing_else()
    {
        using PacketCapture capture = PacketCapture.Create("/dev/full");
        Fill(capture, 2000);

        Assert.That(capture.Error, Is.InstanceOf<IOException>());
        Assert.That(capture.LeftOut, Is.GreaterThan(0));
    }

    [Test]
    public void What_is_no_file_is_refused()
    {
        Assert.That(() => PacketCapture.Create(""), Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => PacketCapture.Create(Path.Combine(_path, "none", "x.pcapng")), Throws.InstanceOf<IOException>());
        Assert.That(() => new PacketCaptureOptions { MaxBytes = 1000 }, Throws.InstanceOf<InvalidParameterException>());
    }

    private static string PreviousOf(string path) => Path.ChangeExtension(path, ".previous.pcapng");

    private static void Fill(PacketCapture capture, int count)
    {
        var from = new IPEndPoint(IPAddress.Loopback, 5);
        for (int number = 1; number <= count; number++)
            capture.Write(DateTimeOffset.UnixEpoch, from, new IPEndPoint(IPAddress.Loopback, number), isSent: true, new byte[300], comment: "one");
    }

    private static async Task AskAsync(VirtualMachine machine, CancellationToken token)
    {
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken: token);
        await scamp.GetVersionAsync(token);
    }

    private static Task<SimulatedMachine> OpenAsync(PacketCapture capture, VirtualMachineOptions options, CancellationToken token) =>
        SimulatedMachine.OpenAsync(options, token, with => with with { Connection = with.Connection with { Capture = capture } });
}
