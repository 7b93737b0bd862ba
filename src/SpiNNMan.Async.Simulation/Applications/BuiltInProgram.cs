using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The programs that come with the virtual machine, by name, each with one argument: for command lines and settings.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public static class BuiltInProgram
{
    private const string Robust = "robust";
    private const string Robustness = $"{Robust} to have none of the faults of the real program";

    private static readonly Dictionary<string, (string Meaning, Func<string?, Func<IVirtualCoreApplication>> Make)> s_programs = new(StringComparer.Ordinal)
    {
        ["hello"] = ("the text it prints", static text => () => text is null ? new HelloApplication() : new HelloApplication { Text = text }),
        ["printer"] = ("the text it sends to the host every second", static text => () => text is null ? new PrinterApplication() : new PrinterApplication { Text = text }),
        ["barrier"] = ("how many barriers it goes through", static text => Number(text, 1, int.MaxValue, 2, static count => new BarrierApplication { Barriers = count })),
        ["echo"] = ("the IP tag for EIEIO to port 1", static text => text is null ? static () => new EchoApplication() : Number(text, 0, 7, 0, static tag => new EchoApplication { EieioTag = (byte)tag })),
        ["spikes"] = ("how many messages of spikes it sends by tag 1", static text => Number(text, 1, int.MaxValue, 1000, static count => new SpikeStreamApplication { Count = count })),
        ["ticks"] = ("how many milliseconds it runs", static text => Number(text, 1, int.MaxValue, 100, static count => new TicksApplication { Ticks = count })),
        ["crash"] = ("the run-time error", static text => Number(text, 1, 255, 13, static error => new CrashApplication { RuntimeError = (byte)error })),
        ["rig_test"] = ("the text it prints", static text => () => text is null ? new CoreIdApplication() : new CoreIdApplication { Text = text }),
        ["simulation"] = ("nothing", static _ => static () => new SimulationApplication()),
        ["live_gatherer"] = ("the IP tag by which it sends; with one it runs at once", static text => text is null ? static () => new LiveGathererApplication() : Number(text, 0, 7, 1, static tag => new LiveGathererApplication { RunsAtOnce = true, Settings = new LiveGathererSettings { Tag = (byte)tag } })),
        ["live_injector"] = ("the upper half of its keys; with one it runs at once", static text => text is null ? static () => new LiveInjectorApplication() : Number(text, 0, ushort.MaxValue, 0, static half => MakeInjector((uint)half << 16))),
        ["packet_gatherer"] = (Robustness, static text => IsRobust(text) ? static () => new PacketGathererApplication { HasFaults = false } : static () => new PacketGathererApplication()),
        ["extra_monitor"] = (Robustness, static text => IsRobust(text) ? static () => new ExtraMonitorApplication { HasFaults = false } : static () => new ExtraMonitorApplication()),
        ["idle"] = ("nothing", static _ => static () => new IdleApplication()),
        ["hang"] = ("nothing", static _ => static () => new IdleApplication { Hangs = true }),
    };

    /// <summary>The names of the programs, each with the meaning of its argument.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = s_programs.ToDictionary(static program => program.Key, static program => program.Value.Meaning, StringComparer.Ordinal);

    /// <summary>Finds a program.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="argument">The argument, or <see langword="null"/> for the program's defaults.</param>
    /// <returns>A function that makes the program, once for each core.</returns>
    /// <exception cref="InvalidParameterException">There is no such program, or the argument does not fit it.</exception>
    public static Func<IVirtualCoreApplication> Find(string name, string? argument = null) =>
        s_programs.TryGetValue(name, out var program)
            ? program.Make(argument)
            : throw new InvalidParameterException(nameof(name), name, $"it must be one of {string.Join(", ", Names.Keys)}");

    private static bool IsRobust(string? text) => text switch
    {
        null => false,
        Robust => true,
        _ => throw new InvalidParameterException("argument", text, $"it must be {Robust}"),
    };

    private static LiveInjectorApplication MakeInjector(uint key) => new() { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = key, Key = key, ChecksKeys = true } };

    private static Func<IVirtualCoreApplication> Number(string? text, int least, int greatest, int otherwise, Func<int, IVirtualCoreApplication> make)
    {
        int value = otherwise;
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value < least || value > greatest))
            throw new InvalidParameterException("argument", text, string.Create(CultureInfo.InvariantCulture, $"it must be a number, {least} to {greatest}"));

        return () => make(value);
    }
}
