using System.Net;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async;

/// <summary>How a machine is opened and talked to; read-only from its first use on.</summary>
public sealed record TransceiverOptions : SpinnakerOptions
{
    /// <summary>The name or address of one of the machine's boards, for <see cref="Transceiver.OpenAsync(TransceiverOptions, CancellationToken)"/>. The other overloads
    /// have it as an argument. The default is none.</summary>
    public string? Host { get; set => field = Writable(value); }

    /// <summary>How the connections to boards behave: their network, clock, window and timeouts. Everything else takes network and clock from here.</summary>
    public ScampConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Where commands for the board with an address go. The default is port 17893 of that address.</summary>
    /// <remarks>For boards behind a proxy or an address translation, and for virtual machines on ports of the system's choice.</remarks>
    public Func<IPAddress, IPEndPoint> BoardEndPoint { get; set => field = Writable(OptionChecks.NotNull(value)); } = static address => new IPEndPoint(address, ScpMessage.Port);

    /// <summary>Where the boot image for the board with an address goes. The default is port 54321 of that address.</summary>
    public Func<IPAddress, IPEndPoint> BootEndPoint { get; set => field = Writable(OptionChecks.NotNull(value)); } = static address => new IPEndPoint(address, BootMessage.Port);

    /// <summary>The image to boot the machine with. The default is none. Then a machine that is not booted is an error.</summary>
    public BootImage? BootImage { get; set => field = Writable(value); }

    /// <summary>How it is booted.</summary>
    public BootOptions Boot { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How long to pause after each boot message, up to a day. The default is 100 ms, which real boards need.</summary>
    public TimeSpan BootPause { get; set => field = Writable(OptionChecks.NotNegative(value)); } = BootImage.PauseAfterMessage;

    /// <summary>The BMPs of its boards. They switch the machine on if it does not answer, and can switch it off and watch it. The default is none.</summary>
    public IReadOnlyList<BmpConnectionData> Bmps { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Whether, if <see cref="Bmps"/> is empty, a BMP is looked for where it is by custom: at the address before the board's. The default is not.</summary>
    public bool DetectBmp { get; set => field = Writable(value); }

    /// <summary>How boards are switched.</summary>
    public BmpControllerOptions Power { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Whether the boards are switched off when the machine is closed, which takes <see cref="Bmps"/> or <see cref="DetectBmp"/>. The default is not.</summary>
    public bool PowerOffOnClose { get; set => field = Writable(value); }

    /// <summary>How long the host may say nothing before it counts as silent, more than 0 and up to a day. The default is 5 s: boards that wait for an image announce themselves every 4.1 s.</summary>
    public TimeSpan Patience
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromSeconds(5);

    /// <summary>How the model of the machine is made.</summary>
    public DiscoveryOptions Discovery { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How long boards keep the tag that they make for a reply; <see langword="null"/> leaves that as it is. The default is 2.56 s, as usual.</summary>
    public IPTagTimeout? TransientTagTimeout { get; set => field = Writable<IPTagTimeout?>(value is { } timeout ? OptionChecks.Defined(timeout) : null); } = IPTagTimeout.Milliseconds2560;

    /// <summary>Told about each step while the machine is opened. The default is no progress.</summary>
    public IProgress<TransceiverEvent>? Progress { get; set => field = Writable(value); }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Connection, Boot, Power, Discovery];
}
