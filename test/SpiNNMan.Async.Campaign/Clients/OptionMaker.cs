using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>Makes the options that a world's plan asks for. One that is refused is left as it is by default.</summary>
internal static class OptionMaker
{
    /// <summary>Below this, a healthy board may well be too slow.</summary>
    private static readonly TimeSpan s_leastPatience = TimeSpan.FromMilliseconds(100);

    public static ScampConnectionOptions Make(World world)
    {
        var options = new ScampConnectionOptions { Network = world.Network, TimeProvider = world.Client, RunContinuationsAsynchronously = false };
        foreach (Option option in world.Plan.Options)
        {
            try
            {
                options = Change(options, option);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidParameterException)
            {
                world.Trace($"refused {option}");
            }
            catch (Exception exception)
            {
                world.Report(new Finding(FindingKind.ForeignException, $"option {option.Kind} ({exception.GetType().Name})", exception.Message));
            }
        }

        // Who gives up at once, or puts something in the way, cannot complain.
        world.IsLenient |= options.GiveUpAfter < s_leastPatience || options.ConfigureResending is not null;
        return options;
    }

    public static bool Has(World world, OptionKind kind) => world.Plan.Options.Any(option => option.Kind == kind);

    private static ScampConnectionOptions Change(ScampConnectionOptions options, Option option)
    {
        var random = new Random(option.Seed);
        return option.Kind switch
        {
            OptionKind.MaxWindow => options with { MaxWindow = random.Next(2) == 0 ? random.Next(1, 9) : random.Next(0, 1026) },
            OptionKind.RemoteChipWindow => options with { RemoteChipWindow = random.Next(0, 12) },
            OptionKind.InitialTimeout => options with { InitialTimeout = Time(random, 0.001, 30) },
            OptionKind.MinTimeout => options with { MinTimeout = Time(random, 0.0001, 1) },
            OptionKind.MaxTimeout => options with { MaxTimeout = Time(random, 0.01, 60) },
            OptionKind.GiveUpAfter => options with { GiveUpAfter = random.Next(3) == 0 ? Absurd(random) : Time(random, 0.05, 20) },
            OptionKind.ResendWhenOvertakenBy => options with { ResendWhenOvertakenBy = random.Next(-1, 12) },
            OptionKind.MaxDatagramSize => options with { MaxDatagramSize = random.Next(3) == 0 ? random.Next(0, 65508) : random.Next(1, 400) },
            OptionKind.InboundCapacity => options with { InboundCapacity = random.Next(0, 3) },
            OptionKind.ContinuationsElsewhere => options with { RunContinuationsAsynchronously = true },
            OptionKind.NoNetwork => options with { Network = null! },
            OptionKind.NoPinger => options with { Pinger = null! },
            OptionKind.NoClock => options with { TimeProvider = null! },
            OptionKind.NoLoggers => options with { LoggerFactory = null! },
            OptionKind.StrategyThrows => options with { ConfigureResending = builder => Strategies.AddThrowing(builder, option.Seed) },
            OptionKind.StrategyCancels => options with { ConfigureResending = builder => Strategies.AddCancelling(builder, option.Seed) },
            _ => options,
        };
    }

    /// <summary>A time of any size between two, in seconds.</summary>
    private static TimeSpan Time(Random random, double least, double most) => TimeSpan.FromSeconds(least * Math.Pow(most / least, random.NextDouble()));

    private static TimeSpan Absurd(Random random) => random.Next(4) switch
    {
        0 => TimeSpan.FromDays(60),
        1 => TimeSpan.MaxValue,
        2 => TimeSpan.FromDays(random.Next(1, 5000)),
        _ => TimeSpan.FromTicks(1),
    };
}
