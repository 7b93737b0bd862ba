using System.Globalization;
using System.Text;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Tests.Documentation;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>What comes through the tunnel in a second, beside what comes directly at the same round trips and losses.</summary>
internal sealed class GoodputTests
{
    private const int Length = 4 << 20;
    private const double Wanted = 0.8;

    private const string Introduction =
        """
        # Through the tunnel

        Made by `benchmarks/tunnel`. 4 MiB are read from a board on a simulated clock, so that the figures are the same on every computer: by UDP, and through the websocket of the REST service. The round trip is that between this computer and the board or the
        service. Losses are behind the tunnel, each way. *Possible* is what eight requests of 256 bytes in flight bring, which is what a board takes, if each that is lost is sent once more and nothing ever waits; without a round trip it is what UDP brings.
        *Reached* is the share of it that comes through the tunnel. A test holds that it is 0.8 or more.

        | Round trip | Loss | Possible, KiB/s | UDP, KiB/s | Tunnel, KiB/s | Tunnel by UDP | Reached |
        |---|---|--:|--:|--:|--:|--:|

        """;

    [Test, CancelAfter(240_000)]
    public async Task A_read_through_the_tunnel_takes_little_longer_than_window_and_round_trip_allow(CancellationToken cancellationToken)
    {
        var table = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (int roundTrip in (int[])[0, 20, 100])
        {
            foreach (double loss in (double[])[0, 0.01, 0.05])
            {
                TimeSpan direct = await Goodput.ReadAsync(JobRoute.Direct, Length, roundTrip, loss, cancellationToken);
                TimeSpan tunnel = await Goodput.ReadAsync(JobRoute.Tunnel, Length, roundTrip, loss, cancellationToken);
                TimeSpan possible = roundTrip == 0 ? direct : Goodput.Possible(Length, roundTrip, loss);
                table.Append(CultureInfo.InvariantCulture, $"| {roundTrip} ms | {loss * 100:0} % | {Rate(possible)} | {Rate(direct)} | {Rate(tunnel)} | {direct / tunnel:0.00} | {possible / tunnel:0.00} |\n");

                Assert.That(possible / tunnel, Is.GreaterThanOrEqualTo(Wanted), $"{roundTrip} ms, {loss:P0}");
            }
        }

        GeneratedPage.AssertIs(table.ToString(), "benchmarks", "results", "tunnel.md");
    }

    private static string Rate(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Length / 1024 / time.TotalSeconds:N1}");
}
