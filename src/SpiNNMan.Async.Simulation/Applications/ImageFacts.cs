using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The facts that an image contains about its program.</summary>
/// <param name="Name">The name, after the build date; empty if there is none.</param>
/// <param name="BuildDate">When it was built, in seconds since 1970; 0 if the image does not say.</param>
/// <param name="Library">The version of the support library in it; <see langword="null"/> if the image does not say.</param>
/// <param name="UsesSpin1Api">Whether it is built on the spin1 API. The texts of the API in the image show this.</param>
/// <param name="Checksum">The sum of its words.</param>
internal sealed record ImageFacts(string Name, uint BuildDate, SoftwareVersion? Library, bool UsesSpin1Api, uint Checksum)
{
    /// <summary>The facts about the stub: only its name.</summary>
    public static ImageFacts Stub { get; } = new("sark", 0, null, UsesSpin1Api: false, 0);

    /// <summary>Whether the program reads its data from the tables that the usual tool chain loads.</summary>
    public bool ReadsDataTable { get; init; }

    /// <summary>The version of the library as a number, if the image says.</summary>
    public uint? LibraryNumber => Library is { } library ? (uint)((library.Major << 16) | (library.Minor << 8) | library.Patch) : null;

    public bool IsStub => string.Equals(Name, Stub.Name, StringComparison.Ordinal);

    /// <summary>Whether the program starts under a monitor. Its library must have the same major version, and must not be newer.</summary>
    public bool RunsUnder(SoftwareVersion monitor) => Library is not { } library || (library.Major == monitor.Major && library.Minor <= monitor.Minor);
}
