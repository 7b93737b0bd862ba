using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>How memory is streamed; read-only from its first use on.</summary>
public sealed record StreamingOptions : SpinnakerOptions
{
    /// <summary>The images of the programs. They are loaded on boards that do not run them. The default is none: then the boards must run them already.</summary>
    public StreamingImages? Images { get; set => field = Writable(value); }

    /// <summary>The boards, each by any of its chips. The default is all.</summary>
    public IEnumerable<ChipLocation>? Boards { get; set => field = Writable(value); }

    /// <summary>The cores with extra monitors. The default is to find them by the name of the program.</summary>
    public IEnumerable<CoreLocation>? Monitors { get; set => field = Writable(value); }

    /// <summary>The cores with packet gatherers. The default is to find them by the name of the program.</summary>
    public IEnumerable<CoreLocation>? Gatherers { get; set => field = Writable(value); }

    /// <summary>The identifier that programs get that are loaded, 16 to 255. The default is one that is not in use.</summary>
    public byte? ApplicationId
    {
        get;
        set
        {
            if (value is { } id)
                InvalidParameterException.ThrowIfOutside(id, 16, byte.MaxValue, nameof(ApplicationId));

            field = Writable(value);
        }
    }

    /// <summary>The IP tag of gatherers that are loaded, 0 to 7. The default is 1. Gatherers that run already have their own.</summary>
    public int Tag { get; set => field = Writable(OptionChecks.Within(value, 0, 7)); } = 1;

    /// <summary>Whether programs that were loaded stay when the streaming ends, for later use. The default is no.</summary>
    public bool KeepsPrograms { get; set => field = Writable(value); }

    /// <summary>Transfers of fewer bytes go by SCP, 1 to 1 GiB. The default is 4096: a stream costs some four round trips more.</summary>
    public int SmallestStream { get; set => field = Writable(OptionChecks.Within(value, 1, 1 << 30)); } = 4096;

    /// <summary>Whether everything goes by SCP, for comparisons. The programs are then neither loaded nor looked for. The default is no.</summary>
    public bool UsesScpOnly { get; set => field = Writable(value); }

    /// <summary>How much of each transfer is compared with the memory of the chip. The default is a sample.</summary>
    public StreamingVerification Verification { get; set => field = Writable(OptionChecks.Defined(value)); } = StreamingVerification.Sample;

    /// <summary>How long the routers may take to get their settings back when the streaming ends, more than 0 and up to a day. The default is 10 s.</summary>
    public TimeSpan CleanUpTimeout { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(10);
}
