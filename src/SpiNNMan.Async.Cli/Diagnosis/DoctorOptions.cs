using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>The options of a diagnosis.</summary>
internal sealed record DoctorOptions
{
    /// <summary>The BMP; <see langword="null"/> for the one whose address is one less than the address of the board.</summary>
    public BmpConnectionData? Bmp { get; init; }

    /// <summary>The port of the BMP.</summary>
    public int BmpPort { get; init; } = BmpConnectionData.DefaultPort;

    /// <summary>How long to wait for an answer or an announcement of the host.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The network that creates sockets. The default is UDP.</summary>
    public IDatagramNetwork Network { get; init; } = UdpNetwork.Instance;

    /// <summary>The number of requests for measuring loss.</summary>
    public int Requests { get; init; } = 1024;
}
