using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Arguments that name a piece of memory.</summary>
internal static class MemoryArguments
{
    /// <summary>Creates the argument X,Y[,P].</summary>
    public static Argument<CoreLocation> CreateCore() => new("X,Y[,P]") { Description = "The chip, or the core whose local memory is meant.", CustomParser = Numbers.ParseCore };

    /// <summary>Creates the argument ADDRESS.</summary>
    public static Argument<uint> CreateAddress() => new("ADDRESS") { Description = "The first byte, decimal or 0x...; SDRAM starts at 0x60000000.", CustomParser = Numbers.ParseAddress };

    /// <summary>Creates the argument LENGTH.</summary>
    public static Argument<int> CreateLength() => new("LENGTH") { Description = "How many bytes: decimal, 0x..., 64K, 4M.", CustomParser = Numbers.ParseLength };
}
