using System.IO.Enumeration;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Says which program of yours acts which image. An image that fits a rule is acted, not executed.</summary>
/// <param name="Name">The name in the image, which the tools put after the build date. <c>*</c> stands for any letters and <c>?</c> for one letter.
/// <see langword="null"/> stands for any name, or none. Images keep 15 letters of a name, as hosts see them in the state of a core. A longer name also fits its first 15 letters.</param>
/// <param name="Create">Makes the program, once for each core that is started.</param>
/// <remarks>The first rule that fits is taken. Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed record ApplicationRule(string? Name, Func<IVirtualCoreApplication> Create)
{
    /// <summary>The sum of the words of the image, as CMD_APP_COPY_RUN counts it. The default, <see langword="null"/>, fits any image.</summary>
    public uint? Checksum { get; init; }

    /// <summary>Bytes that are anywhere in the image, such as a text that it prints. The default, none, fits any image.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>An image keeps at most this many letters of its name.</summary>
    private const int LongestName = 15;

    /// <summary>Programs for images called hello, printer, barrier, echo, spikes, ticks, crash, simulation, live_gatherer and live_injector, and for the test program of rig.
    /// There are also programs for four images of the usual tool chain: the live packet gatherer,
    /// the reverse IP tag multicast source, the packet gatherer and the extra monitor.</summary>
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
        new("packet_gatherer", BuiltInProgram.Find("packet_gatherer")),
        new("extra_monitor_support", BuiltInProgram.Find("extra_monitor")),
        new("extra_monitor", BuiltInProgram.Find("extra_monitor")),
    ];

    /// <summary>The sum of the words of an image in a file, for <see cref="Checksum"/>. Bytes behind the last part that the image's table names are not counted.</summary>
    /// <param name="image">The bytes of an APLX file.</param>
    public static uint ChecksumOf(ReadOnlySpan<byte> image) => AplxImage.Checksum(image[..Math.Min(image.Length, AplxImage.LengthOf(image))]);

    internal bool Fits(string name, uint checksum, ReadOnlySpan<byte> image) =>
        (Name is null || FileSystemName.MatchesSimpleExpression(Name, name, ignoreCase: false) || IsCutShort(name))
        && (Checksum is null || Checksum == checksum)
        && (Content.IsEmpty || image.IndexOf(Content.Span) >= 0);

    /// <summary>Whether a name is the first letters of the name in this rule, as many as an image keeps.</summary>
    private bool IsCutShort(string name) => Name!.Length > LongestName && name.Length == LongestName && Name.StartsWith(name, StringComparison.Ordinal);
}
