using System.Globalization;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>The fields of a route in a file of text, as numbers. A field that is missing is <see langword="null"/>.</summary>
/// <param name="place">The place in the file, for messages.</param>
internal sealed class RouteFields(string place)
{
    public long? X { get; set; }

    public long? Y { get; set; }

    public long? ApplicationId { get; set; }

    public long? Key { get; set; }

    public long? Mask { get; set; }

    public IReadOnlyList<long> Links { get; set; } = [];

    public IReadOnlyList<long> Cores { get; set; } = [];

    /// <summary>Checks the fields, and makes a route of them.</summary>
    /// <exception cref="CommandFailedException">A field is missing, or out of range.</exception>
    public FileRoute ToRoute()
    {
        if (X is null != Y is null)
            throw new CommandFailedException($"{place}: x and y belong together, and one of them is missing.");

        ChipLocation? chip = X is { } x && Y is { } y ? new ChipLocation((byte)Within(x, "x", byte.MaxValue), (byte)Within(y, "y", byte.MaxValue)) : null;
        var links = LinkSet.Create([.. Links.Select(link => (int)Within(link, "a link", LinkSet.MaxLinks - 1))]);
        var cores = CoreSet.Create([.. Cores.Select(core => (int)Within(core, "a core", CoreSet.MaxCores - 1))]);
        var route = new MulticastRoute((uint)Within(Required(Key, "key"), "key", uint.MaxValue), (uint)Within(Required(Mask, "mask"), "mask", uint.MaxValue), new Route(links, cores));
        return new FileRoute(route, chip, ApplicationId is { } application ? (byte)Within(application, "the application", byte.MaxValue) : null);
    }

    private long Required(long? value, string name) => value ?? throw new CommandFailedException($"{place}: {name} is missing.");

    private long Within(long value, string name, long greatest) => value >= 0 && value <= greatest
        ? value
        : throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"{place}: {name} must be 0 to {greatest}, and not {value}."));
}
