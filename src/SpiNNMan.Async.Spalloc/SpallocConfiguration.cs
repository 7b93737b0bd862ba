using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Spalloc;

/// <summary>The settings in the files that the field's own client reads: the service, the owner of jobs, and the usual request. Immutable; a setting that is not there is <see langword="null"/>.</summary>
/// <example><code>
/// SpallocConfiguration configuration = SpallocConfiguration.Read();
/// await using BoardAllocator allocator = BoardAllocator.Open(configuration.Service!, configuration.Apply(new BoardAllocatorOptions()));
/// await using AllocatedJob job = await allocator.AllocateAsync(configuration.Apply(BoardRequest.ForBoards(3)));
/// </code></example>
/// <remarks>Protocol: spalloc.md, "Files".</remarks>
public sealed record SpallocConfiguration
{
    /// <summary>The environment variable that names the service, and comes before what files say.</summary>
    public const string ServiceVariable = "SPALLOC_SERVICE";

    /// <summary>The host of the service, or its whole address.</summary>
    public string? Host { get; init; }

    /// <summary>The port, 1 to 65535, of the classic protocol.</summary>
    public int? Port { get; init; }

    /// <summary>Whose jobs they are.</summary>
    public string? Owner { get; init; }

    /// <summary>For how long jobs are kept without a sign of life; see <see cref="KeepsForEver"/>.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Whether jobs are kept without any sign of life.</summary>
    public bool KeepsForEver { get; init; }

    /// <summary>The pause before a connection is opened again.</summary>
    public TimeSpan? ReconnectDelay { get; init; }

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The machine that boards are wanted of.</summary>
    public string? Machine { get; init; }

    /// <summary>The tags that the machine should have.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How far from square the triads may be.</summary>
    public double? MinRatio { get; init; }

    /// <summary>How many boards may be dead; -1 for any number.</summary>
    public int? MaxDeadBoards { get; init; }

    /// <summary>How many links may be dead; -1 for any number.</summary>
    public int? MaxDeadLinks { get; init; }

    /// <summary>Whether it must wrap round at its edges.</summary>
    public bool? RequireTorus { get; init; }

    /// <summary>Whether services of versions that are not known are talked to.</summary>
    public bool? IgnoreVersion { get; init; }

    /// <summary>The address of the service, for <see cref="BoardAllocator.Open(string, BoardAllocatorOptions?)"/>; <see langword="null"/> if none is named.</summary>
    public string? Service => Host is null || Port is null || Host.Contains("://", StringComparison.Ordinal) ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Where the files are, the least important first: for the whole computer, for the user, and in the folder that one is in.</summary>
    public static IReadOnlyList<string> Files => SpallocFiles.Find(Environment.GetEnvironmentVariable);

    /// <summary>Reads the files that there are, the later ones before the earlier ones, and the environment before all of them.</summary>
    /// <exception cref="InvalidParameterException">A file has a value that cannot be; the error names the file and the line.</exception>
    public static SpallocConfiguration Read()
    {
        SpallocConfiguration all = Read(Files);
        return Environment.GetEnvironmentVariable(ServiceVariable) is { Length: > 0 } service ? all with { Host = service, Port = null } : all;
    }

    /// <summary>Reads certain files, the later ones before the earlier ones. Those that do not exist are left out.</summary>
    /// <param name="paths">The files.</param>
    /// <inheritdoc cref="Read()"/>
    public static SpallocConfiguration Read(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Where(File.Exists).Aggregate(new SpallocConfiguration(), static (all, path) => SpallocFiles.Read(all, path, File.ReadLines(path)));
    }

    /// <summary>Puts into options what is said here.</summary>
    public BoardAllocatorOptions Apply(BoardAllocatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Owner = Owner ?? options.Owner,
            ReconnectDelay = ReconnectDelay ?? options.ReconnectDelay,
            Timeout = Timeout ?? options.Timeout,
            IgnoreVersion = IgnoreVersion ?? options.IgnoreVersion,
        };
    }

    /// <summary>Puts into a request what is said here and not already there: a machine or tags only if it names neither.</summary>
    public BoardRequest Apply(BoardRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool isOpen = request.Machine is null && request.Tags is null;
        return request with
        {
            Machine = isOpen ? Machine : request.Machine,
            Tags = isOpen && Machine is null ? Tags : request.Tags,
            KeepAlive = KeepsForEver ? null : KeepAlive ?? request.KeepAlive,
            MinRatio = MinRatio ?? request.MinRatio,
            MaxDeadBoards = MaxDeadBoards is { } boards ? (boards < 0 ? null : boards) : request.MaxDeadBoards,
            MaxDeadLinks = MaxDeadLinks is { } links ? (links < 0 ? null : links) : request.MaxDeadLinks,
            RequireTorus = RequireTorus ?? request.RequireTorus,
        };
    }
}
