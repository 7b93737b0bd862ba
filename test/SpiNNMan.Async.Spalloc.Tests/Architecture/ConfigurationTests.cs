using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Server;
using SpiNNMan.Async.Spalloc.Transports;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Tests.Architecture;

/// <summary>Options are read from a configuration, in these packages as in all others.</summary>
[TestFixture]
internal sealed class ConfigurationTests : BinderContract<ConfigurationTests>, IBoundOptions
{
    public static IReadOnlyList<Type> Types { get; } = [.. OptionContract.OptionsOf(typeof(BoardAllocatorOptions).Assembly), .. OptionContract.OptionsOf(typeof(SpallocServerOptions).Assembly)];

    public static IReadOnlyList<Type> Objects { get; } =
    [
        typeof(TimeProvider), typeof(ILoggerFactory), typeof(AllocationCredentials), typeof(IAllocationTransport), typeof(TransceiverOptions), typeof(IPEndPoint), typeof(IPAddress),
    ];

    public static IReadOnlyDictionary<string, (string Key, string Value)[]> Samples { get; } = new Dictionary<string, (string Key, string Value)[]>(StringComparer.Ordinal)
    {
        [nameof(SpallocServerOptions.Web)] = [("", "http://127.0.0.1:8080/spalloc")],
        [nameof(SpallocServerOptions.Users)] = [(":ann", "secret")],
        [nameof(SpallocServerOptions.BearerTokens)] = [(":0", "secret")],
    };

    [Test]
    public void The_options_of_a_job_are_read_with_all_that_belongs_to_them()
    {
        JobMachineOptions options = ReadJson<JobMachineOptions>("""{ "Route": "Tunnel", "PowerCycles": 3, "Transceiver": { "Connection": { "GiveUpAfter": "00:00:07" } } }""", isStrict: true);

        Assert.That((options.Route, options.PowerCycles, options.Transceiver.Connection.GiveUpAfter), Is.EqualTo((JobRoute.Tunnel, 3, TimeSpan.FromSeconds(7))));
    }

    [Test]
    public void A_value_out_of_range_says_so_through_the_binder()
    {
        Exception? error = Assert.Catch(() => ReadJson<JobMachineOptions>("""{ "PowerCycles": 11 }"""));

        Assert.That(error!.GetBaseException(), Is.TypeOf<InvalidParameterException>().With.Message.Contains("PowerCycles = 11"));
    }
}
