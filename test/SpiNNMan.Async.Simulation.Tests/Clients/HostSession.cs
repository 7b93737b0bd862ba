using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Clients;

/// <summary>What host software keeps while it talks to a machine: a socket for each board it found, and bytes only.</summary>
internal sealed class HostSession(VirtualMachine machine) : IAsyncDisposable
{
    private readonly Dictionary<string, IDatagramSocket> _sockets = [];
    private int _sequence;

    /// <summary>The board that is talked to unless another is named.</summary>
    public string Board { get; set; } = machine.Boards[0].EndPoint.Address.ToString();

    /// <summary>Sends a request and returns the reply's bytes after its sequence number; any result but OK fails.</summary>
    public async Task<byte[]> AskAsync(int command, uint first = 0, uint second = 0, uint third = 0, int x = 255, int y = 255, int core = 0, byte[]? data = null, string? at = null)
    {
        byte[] reply = await ExchangeAsync(command, first, second, third, x, y, core, data, at);
        Assert.That(Scp.Result(reply), Is.EqualTo(0x80), $"command {command} to {x}, {y}, {core}");
        return Scp.Payload(reply);
    }

    /// <summary>Sends a request and returns the whole reply.</summary>
    public async Task<byte[]> ExchangeAsync(int command, uint first = 0, uint second = 0, uint third = 0, int x = 255, int y = 255, int core = 0, byte[]? data = null, string? at = null)
    {
        IDatagramSocket socket = SocketOf(at ?? Board, 17893);
        byte[] reply = await TestMachines.AskAsync(socket, Scp.Request(command, _sequence & 0xFFFF, first, second, third, x, y, core, data: data));
        Assert.That(Scp.Sequence(reply), Is.EqualTo(_sequence++ & 0xFFFF));
        return reply;
    }

    /// <summary>Sends a datagram of the boot protocol.</summary>
    public void Boot(byte[] datagram) => SocketOf(Board, 54321).Send(datagram);

    public async Task<byte[]> ReadAsync(uint address, uint length, int x = 255, int y = 255, string? at = null)
    {
        var bytes = new List<byte>();
        for (uint done = 0; done < length; done += 256)
        {
            uint count = Math.Min(256, length - done);
            uint unit = ((address | count) & 3) == 0 ? 2u : ((address | count) & 1) == 0 ? 1u : 0;
            bytes.AddRange(await AskAsync(2, address + done, count, unit, x, y, at: at));
        }

        return [.. bytes];
    }

    public async Task<uint> ReadWordAsync(uint address, int x = 255, int y = 255) => BinaryPrimitives.ReadUInt32LittleEndian(await ReadAsync(address, 4, x, y));

    public async Task WriteAsync(uint address, byte[] bytes, int x, int y)
    {
        for (int done = 0; done < bytes.Length; done += 256)
        {
            byte[] piece = bytes[done..Math.Min(bytes.Length, done + 256)];
            await AskAsync(3, address + (uint)done, (uint)piece.Length, (uint)(piece.Length % 4 == 0 ? 2 : 0), x, y, data: piece);
        }
    }

    /// <summary>The chips of the machine, as the table of routes of the root chip tells them.</summary>
    public async Task<List<(int X, int Y)>> FindChipsAsync()
    {
        byte[] dimensions = await AskAsync(2, 0xF5007F02, 2, 1);
        (int height, int width) = (dimensions[0], dimensions[1]);
        var chips = new List<(int X, int Y)>();
        for (int x = 0; x < width; x++)
        {
            byte[] column = await ReadAsync(0xE1010000 + (128 * (uint)x), (uint)((height + 7) / 8 * 4));
            for (int y = 0; y < height; y++)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(column.AsSpan(y / 8 * 4));
                if (((word >> (3 * (y & 7))) & 7) != 6)
                    chips.Add((x, y));
            }
        }

        return chips;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDatagramSocket socket in _sockets.Values)
            await socket.DisposeAsync();
    }

    private IDatagramSocket SocketOf(string address, int port)
    {
        string name = $"{address}:{port}";
        if (!_sockets.TryGetValue(name, out IDatagramSocket? socket))
            _sockets[name] = socket = TestMachines.Connect(machine, IPEndPoint.Parse(name));

        return socket;
    }
}
