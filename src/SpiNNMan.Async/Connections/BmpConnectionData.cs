using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>Where the BMP of a frame is and which boards it is asked to manage.</summary>
/// <remarks>It can be read from a configuration. Protocol: bmp.md, "Finding the BMP".</remarks>
public sealed record BmpConnectionData
{
    /// <summary>The UDP port of BMPs.</summary>
    public const int DefaultPort = 17893;

    /// <summary>Names a BMP and its boards.</summary>
    /// <param name="Host">The name or IPv4 address of the BMP.</param>
    /// <param name="Boards">The boards of the frame, 0 to 23, at least one. The default is board 0.</param>
    /// <param name="Cabinet">The cabinet the frame is in, 0 or more; BMPs do not look at it. The default is 0.</param>
    /// <param name="Frame">The frame, 0 or more; BMPs do not look at it. The default is 0.</param>
    /// <param name="Port">The UDP port, 1 to 65535. The default is 17893.</param>
    /// <exception cref="InvalidParameterException">There is no host or no board, or a number is out of range.</exception>
    public BmpConnectionData(string Host, IEnumerable<int>? Boards = null, int Cabinet = 0, int Frame = 0, int Port = DefaultPort)
    {
        // One constructor, with the names of the properties: so those who bind configurations need it. And a list for the boards, since they do not know sets.
        this.Host = Host;
        this.Boards = Boards switch
        {
            null => 0,
            BoardSet boards => boards,
            _ => BoardSet.Create([.. Boards]),
        };
        this.Cabinet = Cabinet;
        this.Frame = Frame;
        this.Port = Port;
    }

    /// <summary>The name or IPv4 address of the BMP.</summary>
    public string Host
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new InvalidParameterException(nameof(Host), value, "name the BMP, or give its address") : value;
    }

    /// <summary>The boards of the frame, at least one.</summary>
    public BoardSet Boards
    {
        get;
        init => field = value.Count > 0 && value.Mask >> BoardSet.MaxBoards == 0
            ? value
            : throw new InvalidParameterException(nameof(Boards), value.Count > 0 ? value : "none", "name at least one board, and boards 0 to 23 only: a frame has no others");
    }

    /// <summary>The cabinet the frame is in, 0 or more; BMPs do not look at it.</summary>
    public int Cabinet { get; init => field = OptionChecks.Within(value, 0, int.MaxValue); }

    /// <summary>The frame, 0 or more; BMPs do not look at it.</summary>
    public int Frame { get; init => field = OptionChecks.Within(value, 0, int.MaxValue); }

    /// <summary>The UDP port, 1 to 65535.</summary>
    public int Port { get; init => field = OptionChecks.Within(value, 1, IPEndPoint.MaxPort); }

    /// <summary>Its parts, one after the other.</summary>
    public void Deconstruct(out string Host, out BoardSet Boards, out int Cabinet, out int Frame, out int Port) =>
        (Host, Boards, Cabinet, Frame, Port) = (this.Host, this.Boards, this.Cabinet, this.Frame, this.Port);

    /// <summary>Deduces the BMP from the address of the board it manages: by custom its address is one lower.</summary>
    /// <param name="host">The IPv4 address of a board, in dotted decimal form.</param>
    /// <param name="boardCount">How many boards the machine has, 0 to 24; 0 or none means one. They are the lowest of the frame.</param>
    /// <exception cref="InvalidParameterException">The host is no IPv4 address, or its last number is 0, or the count is out of range.</exception>
    /// <remarks>Protocol: bmp.md, "Finding the BMP".</remarks>
    public static BmpConnectionData FromHost(string host, int? boardCount = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!IPAddress.TryParse(host, out IPAddress? address))
            throw new InvalidParameterException(nameof(host), host, "it must be an IPv4 address, as in 192.168.240.253");

        return FromHost(address, boardCount);
    }

    /// <summary>Deduces the BMP from the address of the board it manages: by custom its address is one lower.</summary>
    /// <param name="host">The IPv4 address of a board.</param>
    /// <param name="boardCount">How many boards the machine has, 0 to 24; 0 or none means one. They are the lowest of the frame.</param>
    /// <exception cref="InvalidParameterException">The host is no IPv4 address, or its last number is 0, or the count is out of range.</exception>
    /// <remarks>Protocol: bmp.md, "Finding the BMP".</remarks>
    public static BmpConnectionData FromHost(IPAddress host, int? boardCount = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        InvalidParameterException.ThrowIfOutside(boardCount ?? 0, 0, BoardSet.MaxBoards, nameof(boardCount));
        Span<byte> bytes = stackalloc byte[16];
        if (!host.TryWriteBytes(bytes, out int written) || written != 4)
            throw new InvalidParameterException(nameof(host), host, "it must be an IPv4 address");

        if (bytes[3] == 0)
            throw new InvalidParameterException(nameof(host), host, "its last number must be 1 to 255: the BMP has the address before it");

        bytes[3]--;
        return new BmpConnectionData(new IPAddress(bytes[..4]).ToString(), BoardSet.FirstOf(Math.Max(boardCount ?? 1, 1)));
    }

    /// <summary>Reads the BMPs that a configuration names.</summary>
    /// <param name="text">One or more of <c>[[cabinet;]frame;]host[/boards]</c>, separated by colons;
    /// boards as in <c>0-2</c> or <c>0,1,2</c>, board 0 if left out.</param>
    /// <exception cref="InvalidParameterException">The text is of another form, or a board is outside 0 to 23.</exception>
    /// <remarks>Protocol: bmp.md, "Finding the BMP".</remarks>
    public static IReadOnlyList<BmpConnectionData> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return BmpConnectionDataParser.ParseList(text);
    }

    /// <summary>Cabinet, frame, host, boards and port, joined by colons.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Cabinet}:{Frame}:{Host}:{Boards}:{Port}");
}
