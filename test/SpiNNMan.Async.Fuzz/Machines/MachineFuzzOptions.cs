using System.Globalization;

namespace SpiNNMan.Async.Fuzz.Machines;

/// <summary>What the command line asks for, when a whole virtual machine is fuzzed.</summary>
/// <param name="Time">How long to go on; the round that is running is ended.</param>
/// <param name="Rounds">How many machines to try at most.</param>
/// <param name="Datagrams">How many datagrams each of them gets.</param>
/// <param name="OverUdp">Whether they come through sockets of the system, or through a network in memory.</param>
/// <param name="Seed">Where the random numbers start.</param>
internal sealed record MachineFuzzOptions(TimeSpan Time, long Rounds, int Datagrams, bool OverUdp, ulong Seed)
{
    public const string Verb = "machine";

    public const string Usage = Verb + " [--seconds N] [--rounds N] [--datagrams N] [--network udp|memory] [--seed N]";

    /// <summary>Reads the arguments after the verb; <see langword="null"/> if they are not understood.</summary>
    public static MachineFuzzOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new MachineFuzzOptions(TimeSpan.FromSeconds(10), long.MaxValue, 3000, OverUdp: true, 1);
        while (arguments is [var name, var value, .. var rest])
        {
            if (name is "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6)
                options = options with { Time = TimeSpan.FromSeconds(seconds) };
            else if (name is "--rounds" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long rounds) && rounds > 0)
                options = options with { Rounds = rounds };
            else if (name is "--datagrams" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int datagrams) && datagrams > 0)
                options = options with { Datagrams = datagrams };
            else if (name is "--network" && value is "udp" or "memory")
                options = options with { OverUdp = value is "udp" };
            else if (name is "--seed" && ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed))
                options = options with { Seed = seed };
            else
                return null;

            arguments = rest;
        }

        return arguments.IsEmpty ? options : null;
    }
}
