namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Which program of yours takes the place of which image: images are not executed, but can be acted.</summary>
/// <param name="Name">The name in the image, which the tools put after the build date; <see langword="null"/> for any.</param>
/// <param name="Create">Makes the program, once for each core that is started.</param>
/// <remarks>The first rule that fits is taken. Protocol: virtual-machine.md, "Programs on cores".</remarks>
public sealed record ApplicationRule(string? Name, Func<IVirtualCoreApplication> Create)
{
    /// <summary>The sum of the words of the image, as CMD_APP_COPY_RUN counts it; <see langword="null"/>, the default, for any.</summary>
    public uint? Checksum { get; init; }

    /// <summary>Programs for images called hello, printer, barrier, echo, ticks, crash and simulation.</summary>
    public static IReadOnlyList<ApplicationRule> BuiltIn { get; } =
    [
        new("hello", static () => new HelloApplication()),
        new("printer", static () => new PrinterApplication()),
        new("barrier", static () => new BarrierApplication()),
        new("echo", static () => new EchoApplication()),
        new("ticks", static () => new TicksApplication()),
        new("crash", static () => new CrashApplication()),
        new("simulation", static () => new SimulationApplication()),
    ];

    internal bool Fits(string name, uint checksum) => (Name is null || string.Equals(Name, name, StringComparison.Ordinal)) && (Checksum is null || Checksum == checksum);
}
