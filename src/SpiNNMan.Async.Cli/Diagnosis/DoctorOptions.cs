using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>How thorough a diagnosis is.</summary>
internal sealed record DoctorOptions
{
    /// <summary>The BMP; <see langword="null"/> for the one at the address before the board's.</summary>
    public BmpConnectionData? Bmp { get; init; }

    /// <summary>The port of the BMP.</summary>
    public int BmpPort { get; init; } = BmpConnectionData.DefaultPort;

    /// <summary>How long the host may say nothing.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where sockets come from. The default is the system's UDP.</summary>
    public IDatagramNetwork Network { get; init; } = UdpNetwork.Instance;

    /// <summary>How many requests loss is measured with.</summary>
    public int Requests { get; init; } = 1024;
}
