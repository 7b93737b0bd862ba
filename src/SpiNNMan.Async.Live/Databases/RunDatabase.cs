using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>The description of a run that a tool chain writes for programs that go with it: labels, atoms, keys, tags, places and times.</summary>
/// <remarks>It is made by <see cref="ReadAsync"/>, or by a program that loads networks itself; <see cref="WriteAsync"/> writes it for other programs. Protocol: live.md, "Tables".</remarks>
public sealed record RunDatabase
{
    /// <summary>The usual name of the file, <c>input_output_database.sqlite3</c>.</summary>
    public const string UsualFileName = "input_output_database.sqlite3";

    private readonly Lazy<Dictionary<ChipLocation, DatabaseChip>> _byPlace;

    /// <summary>Makes an empty one.</summary>
    public RunDatabase() => _byPlace = new Lazy<Dictionary<ChipLocation, DatabaseChip>>(IndexChips);

    private RunDatabase(RunDatabase original)
    {
        (Name, Populations, Chips, Gatherers) = (original.Name, original.Populations, original.Chips, original.Gatherers);
        (Width, Height, TimeStep, TimeScaleFactor, RunTime, ApplicationId, Proxy) =
            (original.Width, original.Height, original.TimeStep, original.TimeScaleFactor, original.RunTime, original.ApplicationId, original.Proxy);
        _byPlace = new Lazy<Dictionary<ChipLocation, DatabaseChip>>(IndexChips);
    }

    /// <summary>Its name in errors: the path, if it was read from a file.</summary>
    public string Name { get; init => field = OptionChecks.NotNull(value); } = "the run";

    /// <summary>Everything with a label, in the order of the database. The index in this list is <c>Spike.Label</c>.</summary>
    public IReadOnlyList<Population> Populations { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>All gatherers, also those to which nothing goes.</summary>
    public IReadOnlyList<Gatherer> Gatherers { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>The chips of the machine.</summary>
    public IReadOnlyList<DatabaseChip> Chips { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>How many columns of chips the machine has; 0 if it is not known.</summary>
    public int Width { get; init => field = OptionChecks.Within(value, 0, 256); }

    /// <summary>How many rows of chips the machine has; 0 if it is not known.</summary>
    public int Height { get; init => field = OptionChecks.Within(value, 0, 256); }

    /// <summary>How much of the time of the network a time step is, a microsecond to a day. The default is 1 ms.</summary>
    public TimeSpan TimeStep { get; init => field = OptionChecks.Positive(value); } = TimeSpan.FromMilliseconds(1);

    /// <summary>How many times slower than the network the machine runs, more than 0. The default is 1.</summary>
    public double TimeScaleFactor
    {
        get;
        init => field = value is > 0 and <= 1e6 ? value : throw new InvalidParameterException(nameof(TimeScaleFactor), value, "it must be more than 0, and at most 1,000,000");
    } = 1;

    /// <summary>How much of the time of the network the run takes; <see langword="null"/>, the default, if it has no end or it is not known.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>The application that the cores belong to. The default is 30, as with most tools.</summary>
    public byte ApplicationId { get; init; } = 30;

    /// <summary>How the machine is reached by way of a server; <see langword="null"/> if it is reached directly.</summary>
    public ProxyAccess? Proxy { get; init; }

    /// <summary>How long a tick of the machine is, by the clock on the wall.</summary>
    public TimeSpan TickLength => TimeStep * TimeScaleFactor;

    /// <summary>All labels, in the order of <see cref="Populations"/>.</summary>
    public IEnumerable<string> Labels => Populations.Select(static population => population.Label);

    /// <summary>Finds a label.</summary>
    /// <returns>Its index in <see cref="Populations"/>.</returns>
    /// <exception cref="UnknownLabelException">There is none such; the error names those that look like it.</exception>
    public int IndexOf(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        for (int index = 0; index < Populations.Count; index++)
        {
            if (string.Equals(Populations[index].Label, label, StringComparison.Ordinal))
                return index;
        }

        throw new UnknownLabelException(label, [.. Labels], Name);
    }

    /// <summary>Finds the population of a label.</summary>
    /// <exception cref="UnknownLabelException">There is none such; the error names those that look like it.</exception>
    public Population this[string label] => Populations[IndexOf(label)];

    /// <summary>Finds the board of a chip: the chip with its Ethernet, and its address.</summary>
    /// <remarks>A chip that is not in the database is taken for one of the board of chip 0,0, as other tools do.</remarks>
    /// <exception cref="RunDatabaseException">Nothing is known about boards.</exception>
    public (ChipLocation Ethernet, IPAddress Address) BoardOf(ChipLocation chip)
    {
        Dictionary<ChipLocation, DatabaseChip> chips = _byPlace.Value;
        if ((chips.TryGetValue(chip, out DatabaseChip? found) || chips.TryGetValue(new ChipLocation(0, 0), out found))
            && chips.TryGetValue(found.NearestEthernet, out DatabaseChip? ethernet) && ethernet.Address is { } address)
        {
            return (ethernet.Chip, address);
        }

        throw new RunDatabaseException(Name, $"it does not say which board chip {chip} is on, nor the address of the board of chip 0,0.");
    }

    /// <summary>Finds the chip with the Ethernet of the board with an address; (0, 0) if the database does not say.</summary>
    public ChipLocation EthernetOf(IPAddress board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return Chips.FirstOrDefault(chip => board.Equals(chip.Address))?.Chip ?? new ChipLocation(0, 0);
    }

    /// <summary>Reads the database of a run. The file is closed when this returns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Prevents the reading.</param>
    /// <remarks>The content of views is made from the tables. Views are asked only where tables are missing. Protocol: live.md, "Tables".</remarks>
    /// <exception cref="RunDatabaseException">It cannot be read, what is needed is not there, or the program was built without SQLite.</exception>
    /// <exception cref="InvalidParameterException">The path is empty.</exception>
    public static ValueTask<RunDatabase> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        CheckPath(path);
        cancellationToken.ThrowIfCancellationRequested();
        if (!DatabaseSupport.IsOn)
            throw new RunDatabaseException(path, DatabaseSupport.WhyNot);

        return ValueTask.FromResult(DatabaseReader.Read(path));
    }

    /// <summary>Writes a database as tool chains do, for listeners of any make. A file that is there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Prevents the writing.</param>
    /// <exception cref="RunDatabaseException">It cannot be written, two atoms have the same key, or the program was built without SQLite.</exception>
    /// <exception cref="InvalidParameterException">The path is empty.</exception>
    public ValueTask WriteAsync(string path, CancellationToken cancellationToken = default)
    {
        CheckPath(path);
        cancellationToken.ThrowIfCancellationRequested();
        if (!DatabaseSupport.IsOn)
            throw new RunDatabaseException(path, DatabaseSupport.WhyNot);

        DatabaseWriter.Write(path, this);
        return ValueTask.CompletedTask;
    }

    private static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            throw new InvalidParameterException(nameof(path), path, "a database is in a file, and this is no name of one");
    }

    private Dictionary<ChipLocation, DatabaseChip> IndexChips()
    {
        var chips = new Dictionary<ChipLocation, DatabaseChip>();
        foreach (DatabaseChip chip in Chips)
            chips[chip.Chip] = chip;

        return chips;
    }
}
