using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>An option that cannot work is refused when it is given, in words that name it.</summary>
[CancelAfter(60_000)]
internal sealed class OptionBoundsTests
{
    private static readonly Dictionary<string, Func<TimeSpan, ScpConnectionOptions>> s_times = new(StringComparer.Ordinal)
    {
        ["GiveUpAfter"] = value => new ScpConnectionOptions { GiveUpAfter = value },
        ["InitialTimeout"] = value => new ScpConnectionOptions { InitialTimeout = value },
        ["MinTimeout"] = value => new ScpConnectionOptions { MinTimeout = value },
        ["MaxTimeout"] = value => new ScpConnectionOptions { MaxTimeout = value },
    };

    private static readonly Dictionary<string, Func<int, ScpConnectionOptions>> s_sizes = new(StringComparer.Ordinal)
    {
        ["MaxWindow"] = value => new ScpConnectionOptions { MaxWindow = value },
        ["RemoteChipWindow"] = value => new ScpConnectionOptions { RemoteChipWindow = value },
        ["ResendWhenOvertakenBy"] = value => new ScpConnectionOptions { ResendWhenOvertakenBy = value },
    };

    private static IEnumerable<string> Times => s_times.Keys;

    private static IEnumerable<string> Sizes => s_sizes.Keys;

    private static IEnumerable<TimeSpan> Impossible =>
        [TimeSpan.Zero, TimeSpan.FromTicks(-1), Timeout.InfiniteTimeSpan, TimeSpan.MinValue, TimeSpan.FromDays(1) + TimeSpan.FromTicks(1), TimeSpan.FromDays(60), TimeSpan.MaxValue];

    [Test]
    public void A_time_outside_its_bounds_is_refused([ValueSource(nameof(Times))] string option, [ValueSource(nameof(Impossible))] TimeSpan value) =>
        Assert.That(
            () => s_times[option](value),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(option).And.Property("ActualValue").EqualTo(value).And.Message.Contain("24 hours"));

    [Test]
    public void A_size_outside_its_bounds_is_refused([ValueSource(nameof(Sizes))] string option, [Values(int.MinValue, -1, 1025, int.MaxValue)] int value) =>
        Assert.That(
            () => s_sizes[option](value),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(option).And.Property("ActualValue").EqualTo(value));

    [Test]
    public async Task Times_at_their_bounds_work([Values] bool longest, CancellationToken token)
    {
        var world = new SimulatedWorld();
        TimeSpan value = longest ? ScpConnectionOptions.LongestTimeout : TimeSpan.FromTicks(1);
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count % 3 == 0 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with
            {
                TimeProvider = new LeapingTime(world.Time),
                InitialTimeout = value,
                MinTimeout = value,
                MaxTimeout = value,
                GiveUpAfter = ScpConnectionOptions.LongestTimeout,
            },
            token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x100, 20 * 256, token).AsTask(), token);
        Task<uint>[] readings = [.. Enumerable.Range(0, 20).Select(_ => scamp.ReadWordAsync(new ChipLocation(0, 0), 0x100, token).AsTask())];
        await world.Time.RunUntilAsync(Task.WhenAll(readings), token);
    }
}
