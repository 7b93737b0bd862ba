using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A tag of a board, as JSON. A tag sends messages of cores to a host and port. A reverse tag sends datagrams that come to a port of the board to a core.</summary>
internal sealed record TagResult(string IpAddress, int BoardX, int BoardY, int Tag, bool IsReverse, bool StripsSdp, long MessageCount)
{
    public string? HostIpAddress { get; init; }

    public int Port { get; init; }

    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Core { get; init; }

    public int? SdpPort { get; init; }

    public static TagResult From(in BoardTag tag)
    {
        IPTagEntry entry = tag.Entry;
        var result = new TagResult(tag.BoardAddress.ToString(), tag.Board.X, tag.Board.Y, tag.Tag, entry.IsReverse, entry.StripsSdp, entry.MessageCount)
        {
            Port = entry.IsReverse ? entry.ReceivePort : entry.Port,
        };
        return entry.IsReverse
            ? result with { X = entry.Destination.X, Y = entry.Destination.Y, Core = entry.Destination.Core, SdpPort = entry.DestinationPort }
            : result with { HostIpAddress = entry.Address.ToString() };
    }
}
