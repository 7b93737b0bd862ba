using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation;

/// <summary>How long the steps of switching on and booting take: each from no time to a day.</summary>
/// <remarks>Protocol: virtual-machine.md, "Power and boot".</remarks>
public sealed record BootTiming : SpinnakerOptions
{
    /// <summary>Made short, a quarter of a second from image to readiness, but every step is there for a client to go through.</summary>
    public static BootTiming Compressed { get; } = Shared(new BootTiming());

    /// <summary>As recorded from the 4.0.0 firmware on a board of four chips: 3.9 seconds from image to readiness, and 0.6 to switch on; longer on larger machines.</summary>
    public static BootTiming Real { get; } = Shared(new BootTiming
    {
        PowerOn = TimeSpan.FromSeconds(0.6),
        Silence = TimeSpan.FromSeconds(0.19),
        Addresses = TimeSpan.FromSeconds(0.77),
        Dimensions = TimeSpan.FromSeconds(0.64),
        LinkTest = TimeSpan.FromSeconds(1.99),
        Tables = TimeSpan.FromSeconds(0.16),
        ReturnTables = TimeSpan.FromSeconds(0.14),
        GrowsWithMachine = true,
    });

    /// <summary>From the command to a BMP until the boards have power and wait for an image. The default is 20 ms.</summary>
    public TimeSpan PowerOn
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(20);

    /// <summary>From the image's start until the first command is answered. The default is 50 ms.</summary>
    public TimeSpan Silence
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>While chips hand out addresses. The default is 50 ms.</summary>
    public TimeSpan Addresses
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>While they find out the size of the machine. The default is 50 ms.</summary>
    public TimeSpan Dimensions
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>While they test their links. The default is 50 ms.</summary>
    public TimeSpan LinkTest
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>While they make their tables of routes. The default is 25 ms.</summary>
    public TimeSpan Tables
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(25);

    /// <summary>While they make those of the routes back. The default is 25 ms.</summary>
    public TimeSpan ReturnTables
    {
        get;
        set => field = Writable(OptionChecks.NotNegative(value));
    } = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether a larger machine takes longer: 0.2 seconds for each chip that the image has to be passed on by, and more for larger tables. The default is
    /// <see langword="false"/>.</summary>
    public bool GrowsWithMachine { get; set => field = Writable(value); }
}
