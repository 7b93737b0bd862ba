using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Live.Spif;
using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Options are read from a configuration, in this package as in all others.</summary>
[TestFixture]
internal sealed class ConfigurationTests : BinderContract<ConfigurationTests>, IBoundOptions
{
    public static IReadOnlyList<Type> Types { get; } = [.. OptionContract.OptionsOf(typeof(LiveOptions).Assembly)];

    public static IReadOnlyList<Type> Objects { get; } = [typeof(IDatagramNetwork), typeof(TimeProvider), typeof(ILoggerFactory), typeof(ConnectionOptions), typeof(ScampConnectionOptions)];

    public static IReadOnlyDictionary<string, (string Key, string Value)[]> Samples { get; } = new Dictionary<string, (string Key, string Value)[]>(StringComparer.Ordinal)
    {
        [nameof(LiveOptions.Labels)] = [(":0", "retina")],
        [nameof(SendOptions.DatagramsPerSecond)] = [("", "777.5")],
        [nameof(SpifOptions.Interval)] = [("", "00:00:00.001")],
        [nameof(SendOptions.LeastDatagramsPerSecond)] = [("", "77")],
        [nameof(SendOptions.MostDatagramsPerSecond)] = [("", "7777")],
    };

    [Test]
    public void The_options_of_a_run_are_read_with_all_that_belongs_to_them()
    {
        LiveOptions options = ReadJson<LiveOptions>("""
            {
              "Port": 0,
              "Labels": [ "retina", "motor" ],
              "Reading": { "Capacity": 16, "WhenFull": "Wait" },
              "Sending": { "DatagramsPerSecond": 2000 },
              "TagRefresh": "00:00:05",
              "GivesTagsBack": true,
              "Connection": { "GiveUpAfter": "00:00:07" }
            }
            """, isStrict: true);

        Assert.That((options.Port, options.TagRefresh, options.GivesTagsBack), Is.EqualTo((0, TimeSpan.FromSeconds(5), true)));
        Assert.That(options.Labels, Is.EqualTo(new[] { "retina", "motor" }));
        Assert.That((options.Reading.Capacity, options.Reading.WhenFull, options.Sending.DatagramsPerSecond, options.Connection.GiveUpAfter), Is.EqualTo((16, WhenFull.Wait, 2000.0, TimeSpan.FromSeconds(7))));
    }

    [Test]
    public void A_value_out_of_range_says_so_through_the_binder()
    {
        Exception? error = Assert.Catch(() => ReadJson<LiveOptions>("""{ "Reading": { "Capacity": 0 } }"""));

        Assert.That(error!.GetBaseException(), Is.TypeOf<InvalidParameterException>().With.Message.Contains("Capacity = 0"));
    }
}
