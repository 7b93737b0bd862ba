using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Wire.Scp;

/// <summary>Requests as hexadecimal text, to be compared with golden bytes.</summary>
internal static class RequestHex
{
    /// <summary>The whole datagram.</summary>
    public static string Of<TRequest>(in TRequest request, ushort sequence, byte sourceX, byte sourceY)
        where TRequest : IScpRequest
    {
        var datagram = new byte[ScpMessage.GetDatagramSize(request)];
        int written = ScpMessage.WriteDatagram(datagram, request, sequence, new ChipLocation(sourceX, sourceY));
        return Convert.ToHexStringLower(datagram.AsSpan(0, written));
    }

    /// <summary>Destination core, y and x, then command, the three arguments and data.</summary>
    public static string Essence<TRequest>(in TRequest request)
        where TRequest : IScpRequest
    {
        string all = Of(request, 0, 0, 0);
        return $"{all[8..10]} {all[12..16]} {all[20..24]} {all[28..36]} {all[36..44]} {all[44..52]}{(all.Length > 52 ? " " + all[52..] : "")}";
    }
}
