using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Arguments that name a piece of memory.</summary>
internal static class MemoryArguments
{
    /// <summary>Creates the argument X,Y[,P].</summary>
    public static Argument<CoreLocation> CreateCore() => new("X,Y[,P]") { Description = "The chip, or the core whose local memory is meant.", CustomParser = Numbers.ParseCore };

    /// <summary>Creates the argument ADDRESS.</summary>
    public static Argument<uint> CreateAddress() => new("ADDRESS") { Description = "The first byte, as 0x... or decimal; SDRAM starts at 0x60000000.", CustomParser = Numbers.ParseAddress };

    /// <summary>Creates the argument LENGTH.</summary>
    public static Argument<int> CreateLength() => new("LENGTH") { Description = "How many bytes: decimal, 0x..., 64K, 4M.", CustomParser = Numbers.ParseLength };

    /// <summary>Creates the option <c>--force</c>.</summary>
    public static Option<bool> CreateForce() => new("--force") { Description = "Go to addresses that are not known to be safe. What is not mapped kills the monitor of the chip." };

    /// <summary>Makes addresses that are not known to be safe wrong usage.</summary>
    /// <param name="command">The command.</param>
    /// <param name="core">The argument or option that names the chip or core.</param>
    /// <param name="address">The argument or option that names the address.</param>
    /// <param name="length">The argument that names the length; <see langword="null"/> if the length is not known yet.</param>
    /// <param name="force">The option that switches the check off.</param>
    /// <param name="writes">Whether the command writes.</param>
    public static void RequireSafe(this Command command, Argument core, Argument address, Argument? length, Option<bool> force, bool writes) => command.Validators.Add(result =>
    {
        if (result.GetValue(force) || TextOf(result, address) is not { } typed || !Numbers.TryParseCore(TextOf(result, core) ?? "", out CoreLocation place))
            return;

        long bytes = length is not null && Numbers.TryParse(TextOf(result, length) ?? "", out long number) ? number : 0;
        if (MemoryCheck.WhyRefused(typed, place, bytes, writes) is { } reason)
            result.AddError(reason);
    });

    /// <summary>Checks a piece of memory whose length became known when the command ran.</summary>
    /// <exception cref="CommandFailedException">The memory is not known to be safe.</exception>
    public static void ThrowIfUnsafe(string typed, CoreLocation core, long length, bool writes)
    {
        if (MemoryCheck.WhyRefused(typed, core, length, writes) is { } reason)
            throw new CommandFailedException(reason);
    }

    /// <summary>The word that the user typed for an argument; <see langword="null"/> if there is none.</summary>
    public static string? TextOf(CommandResult result, Argument argument) => result.GetResult(argument) is { Tokens: [{ Value: var text }, ..] } ? text : null;
}
