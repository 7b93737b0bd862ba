using System.Net;

namespace SpiNNMan.Async.Simulation.Tests.Support;

internal sealed record SentDatagram(ushort FromPort, byte[] Bytes, IPEndPoint Destination)
{
    public string Hex => Convert.ToHexStringLower(Bytes);
}
