using System.IO.Enumeration;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Which program of yours takes the place of which image: an image that a rule fits is not executed, but acted.</summary>
/// <param name="Name">The name in the image, which the tools put after the build date; <c>*</c> stands for any letters and <c>?</c> for one;
/// <see langword="null"/> for any name, or none. Images keep 15 letters of a name, as hosts see them in the state of a core; a longer name fits one that was cut short.</param>
/// <param name="Create">Makes the program, once for each core that is started.</param>
/// <remarks>The first rule that fits is taken. Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed record ApplicationRule(string? Name, Func<IVirtualCoreApplication> Create)
{
    /// <summary>The sum of the words of the image, as CMD_APP_COPY_RUN counts it; <see langword="null"/>, the default, for any.</summary>
    public uint? Checksum { get; init; }

    /// <summary>Bytes that are somewhere in the image, such as a text it prints; none, the default, for any image.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>An image has no more of its name than this many letters.</summary>
    private const int LongestName = 15;

    /// <summary>Programs for images called hello, printer, barrier, echo, spikes, ticks, crash, simulation, live_gatherer and live_injector, for the test program of rig, and for the live packet gatherer,
    /// the reverse IP tag multicast source, the packet gatherer and the extra monitor of the usual tool chain.</summary>
    public static IReadOnlyList<ApplicationRule> BuiltIn { get; } =
    [
        new("hello", BuiltInProgram.Find("hello")),
        new("printer", BuiltInProgram.Find("printer")),
        new("barrier", BuiltInProgram.Find("barrier")),
        new("echo", BuiltInProgram.Find("echo")),
        new("spikes", BuiltInProgram.Find("spikes")),
        new("ticks", BuiltInProgram.Find("ticks")),
        new("crash", BuiltInProgram.Find("crash")),
        new("simulation", BuiltInProgram.Find("simulation")),
        new("test", BuiltInProgram.Find("rig_test")),
        new("rig_test*", BuiltInProgram.Find("rig_test")),
        new("live_packet_gather", BuiltInProgram.Find("live_gatherer")),
        new("live_gatherer", BuiltInProgram.Find("live_gatherer")),
        new("reverse_iptag_multicast_source", BuiltInProgram.Find("live_injector")),
        new("live_injector", BuiltInProgram.Find("live_injector")),
        new("data_speed_up_packet_gatherer", BuiltInProgram.Find("packet_gatherer")),
        new("extra_monitor_support", BuiltInProgram.Find("extra_monitor")),
    ];

    /// <summary>The sum of the words of an image in a file, for <see cref="Checksum"/>: what lies behind the last part that its table names is not counted.</summary>
    /// <param name="image">The bytes of an APLX file.</param>
    public static uint ChecksumOf(ReadOnlySpan<byte> image) => AplxImage.Checksum(image[..Math.Min(image.Length, AplxImage.LengthOf(image))]);

    internal bool Fits(string name, uint checksum, ReadOnlySpan<byte> image) =>
        (Name is null || FileSystemName.MatchesSimpleExpression(Name, name, ignoreCase: false) || IsCutShort(name))
        && (Checksum is null || Checksum == checksum)
        && (Content.IsEmpty || image.IndexOf(Content.Span) >= 0);

    /// <summary>Whether a name is as much as an image has of the whole one in this rule.</summary>
    private bool IsCutShort(string name) => Name!.Length > LongestName && name.Length == LongestName && Name.StartsWith(name, StringComparison.Ordinal);
}
