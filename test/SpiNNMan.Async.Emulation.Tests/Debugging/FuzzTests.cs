using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Protocol;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Tests.Differential;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>Rubbish from a debugger gets errors, or nothing; and the session goes on.</summary>
[CancelAfter(120_000)]
internal sealed class FuzzTests
{
    private static readonly string[] s_seeds =
    [
        "qSupported:swbreak+;hwbreak+", "?", "g", "G0011", "p19", "P3=78563412", "m60000000,40", "M60000000,2:0102", "X60000000,3:abc", "Z0,b0,4", "z2,400000,4", "vCont;c", "vCont;s:1;c",
        "vCont;r10,20:2", "vCont;t:-1", "vStopped", "Hg1", "Hc-1", "T2", "qfThreadInfo", "qsThreadInfo", "qThreadExtraInfo,1", "qXfer:features:read:target.xml:0,100", "qXfer:threads:read::0,100",
        "qRcmd,68656c70", "QNonStop:1", "QNonStop:0", "qC", "bs", "bc", "s", "c60000000", "C05;4", "vCtrlC", "qAttached", "QStartNoAckMode",
    ];

    [Test]
    public async Task Random_and_damaged_packets_are_answered_and_the_session_goes_on([Range(1, 40)] int seed, CancellationToken token)
    {
        Xoshiro random = new((ulong)seed);
        using MemoryStream sent = new();
        for (int packet = 0; packet < 500; packet++) await sent.WriteAsync(Damaged(random), token);

        // A packet may have been opened and never closed; then two that are whole.
        await sent.WriteAsync(Encoding.ASCII.GetBytes("#00"), token);
        await sent.WriteAsync(PacketWriter.Write("QNonStop:0"), token);
        await sent.WriteAsync(PacketWriter.Write("qAttached"), token);
        FakeTarget target = new();
        using Conversation conversation = new(sent.ToArray());
        using GdbSession session = new(conversation, target);

        await session.RunAsync(token);

        Assert.That(conversation.Written, Does.EndWith("$1#31"));
        Assert.That(target.IsAttached, Is.False);
    }

    [Test]
    public void The_reader_finds_what_the_writer_wrote()
    {
        Xoshiro random = new(11);
        PacketReader reader = new();
        for (int round = 0; round < 2000; round++)
        {
            string content = string.Concat(Enumerable.Range(0, (int)random.Next(200)).Select(_ => (char)random.Next(256)));
            PacketEvent[] events = [.. PacketWriter.Write(content).Select(reader.Take).Where(what => what != PacketEvent.None)];

            Assert.That(events, Is.EqualTo(new[] { PacketEvent.Packet }));
            Assert.That(reader.Packet, Is.EqualTo(content));
        }
    }

    private static byte[] Damaged(Xoshiro random)
    {
        string content = s_seeds[random.Next((uint)s_seeds.Length)];
        var text = new StringBuilder(content);
        for (uint change = random.Next(4); change > 0; change--)
        {
            int at = (int)random.Next((uint)text.Length + 1);
            switch (random.Next(4))
            {
                case 0: text.Insert(at, (char)random.Next(256)); break;
                case 1 when at < text.Length: text.Remove(at, 1); break;
                case 2 when at < text.Length: text[at] = "0123456789abcdef:;,-=#$}*"[(int)random.Next(25)]; break;
                default: text.Append(s_seeds[random.Next((uint)s_seeds.Length)]); break;
            }
        }

        // A session that is over answers nothing more.
        string damaged = text.ToString();
        byte[] packet = PacketWriter.Write(damaged.Length > 0 && damaged[0] is 'D' or 'k' || damaged.StartsWith("vKill", StringComparison.Ordinal) ? "qC" : damaged);
        if (random.OneIn(10)) packet[random.Next((uint)packet.Length)] = (byte)random.Next(256);
        return random.OneIn(20) ? [3, .. packet] : packet;
    }

    private sealed class Conversation(byte[] sent) : Stream
    {
        private readonly MemoryStream _read = new(sent);
        private readonly StringBuilder _written = new();

        public string Written => _written.ToString();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => _read.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _read.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => _written.Append(Encoding.Latin1.GetString(buffer, offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written.Append(Encoding.Latin1.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _read.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Three cores that do as they are told, at once.</summary>
    private sealed class FakeTarget : IDebugTarget
    {
        private readonly byte[] _memory = new byte[256];
        private readonly uint[] _registers = new uint[17];
        private readonly bool[] _stopped = new bool[3];

        public int CoreCount => 3;

        public int CurrentCore => 0;

        public bool CanGoBack => true;

        public bool IsNonStop { get; private set; }

        public bool IsAttached { get; private set; }

        public Action<StopEvent>? Stopped { get; set; }

        public string NameOf(int core) => $"0,0,{core}";

        public string Describe(int core) => "<&>";

        public bool IsStopped(int core) => _stopped[core];

        public uint ReadRegister(int core, int register) => _registers[register];

        public void WriteRegister(int core, int register, uint value) => _registers[register] = value;

        public int ReadMemory(int core, uint address, Span<byte> bytes)
        {
            int count = Math.Min(bytes.Length, Math.Max(0, _memory.Length - (int)Math.Min(address & 0x1ff, 256)));
            bytes[..count].Clear();
            return count;
        }

        public int WriteMemory(int core, uint address, ReadOnlySpan<byte> bytes) => Math.Min(bytes.Length, 8);

        public void Add(StopPoint point) => Assert.That(point.Kind, Is.InRange(StopPointKind.SoftwareBreakpoint, StopPointKind.AccessWatchpoint));

        public void Remove(StopPoint point)
        {
        }

        public void Stop() => Stopped?.Invoke(new StopEvent(0, StopKind.Interrupted));

        public void Continue() => Stopped?.Invoke(new StopEvent(1, StopKind.Watchpoint, 4, StopPointKind.ReadWatchpoint));

        public void Step(int core, uint start, uint end) => Stopped?.Invoke(new StopEvent(core, StopKind.Step));

        public void SetNonStop(bool isNonStop) => IsNonStop = isNonStop;

        public void StopCore(int core)
        {
            _stopped[core] = true;
            Stopped?.Invoke(new StopEvent(core, StopKind.Requested));
        }

        public void ContinueCore(int core) => _stopped[core] = false;

        public void StepCore(int core, uint start, uint end) => Stopped?.Invoke(new StopEvent(core, StopKind.Step));

        public StopEvent StepBack(int core) => core == 1 ? throw new DebugException("no") : new StopEvent(core, StopKind.Step);

        public StopEvent ContinueBack(int core) => new(core, StopKind.Beginning);

        public string Execute(int core, string command) => command;

        public void Attach() => IsAttached = true;

        public void Detach() => IsAttached = false;
    }
}
