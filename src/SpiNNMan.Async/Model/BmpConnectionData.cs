using System.Globalization;
using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Model;

/// <summary>Where the BMP of a frame is and which boards it is asked to manage.</summary>
/// <param name="Host">The name or IPv4 address of the BMP.</param>
/// <param name="Boards">The boards of the frame.</param>
/// <param name="Cabinet">The cabinet the frame is in; BMPs do not look at it. The default is 0.</param>
/// <param name="Frame">The frame; BMPs do not look at it. The default is 0.</param>
/// <param name="Port">The UDP port. The default is 17893.</param>
/// <remarks>Protocol: bmp.md, "Finding the BMP".</remarks>
public sealed record BmpConnectionData(string Host, BoardSet Boards, int Cabinet = 0, int Frame = 0, int Port = BmpConnectionData.DefaultPort)
{
    /// <summary>The UDP port of BMPs.</summary>
    public const int DefaultPort = 17893;

    /// <summary>Deduces the BMP from the address of the board it manages: by custom its address is one lower.</summary>
    /// <param name="host">The IPv4 address of a board, in dotted decimal form.</param>
    /// <param name="boardCount">How many boards the machine has, 0 to 24; 0 or none means one. They are taken to be the lowest of the frame.</param>
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
    /// <param name="boardCount">How many boards the machine has, 0 to 24; 0 or none means one. They are taken to be the lowest of the frame.</param>
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
